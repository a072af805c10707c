#!/usr/bin/env python3
"""Makes tests/source/crawl.warc.gz with warcio, as a crawler would leave it: over 500 records, one gzip member each.

  make_crawl.py            needs Python 3.9 and `pip install warcio`

The pages are stories of corpus/ as a small site's pages; some say their charset in the HTTP head only. What is not
a page (requests, revisits, metadata, pictures, moved and missing pages) is there in the numbers that a crawl has.
The last record is cut, as by a crawler that was stopped. tests/crawl.rs holds morgue to the counts printed here.
"""
import collections, gzip, html, io, pathlib
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

ROOT = pathlib.Path(__file__).resolve().parents[2]
SITE = "https://old.example.com"
WHEN = {"WARC-Date": "2019-03-04T05:06:07Z"}
counts = collections.Counter()
out = io.BytesIO()
writer = WARCWriter(out, gzip=True)
serial = 0


def write(kind, address, body=b"", head=None, extra=(), media=None):
    global serial
    serial += 1
    headers = {**WHEN, "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{serial:012}>", **dict(extra)}
    record = writer.create_warc_record(address, kind, payload=io.BytesIO(body), http_headers=head,
                                       warc_content_type=media or "", warc_headers_dict=headers)
    writer.write_record(record)
    counts[kind] += 1


def answer(status, *headers):
    return StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")


def fetch(address, status, headers, body):
    """Request, response and metadata, as crawlers write them."""
    ask = StatusAndHeaders("GET /" + address.split("/", 3)[3] + " HTTP/1.1", [("Host", "old.example.com")], is_http_request=True)
    write("request", address, head=ask)
    write("response", address, body, answer(status, *headers))
    write("metadata", address, b"via: " + SITE.encode() + b"\r\n", media="application/warc-fields")


def page(title, paragraphs, charset=None):
    text = "".join(f"<p>{html.escape(p)}</p>\n" for p in paragraphs)
    return f"<html><head><title>{html.escape(title)}</title></head><body><h1>{html.escape(title)}</h1>\n{text}</body></html>\n"


def stories():
    """Headline and paragraphs of the plain stories of the sample archive."""
    for file in sorted((ROOT / "corpus").glob("[12][0-9][0-9][0-9]/*/*.txt")):
        parts = [" ".join(p.split()) for p in file.read_text("utf-8").split("\n\n")]
        parts = [p for p in parts if p]
        yield file.stem, parts[0], parts[1:4]


CYRILLIC = ("Ледокол освободил судно у Мурманска",
            ["МУРМАНСК. Ледокол освободил во вторник исследовательское судно, которое простояло во льдах шесть дней.",
             "Капитан Родион Чернавин сказал, что команда пела по радио, пока её не попросили перестать.",
             "Судно, на борту которого находились двадцать три человека и одна собака, возвращается своим ходом."])
JAPANESE = ("札幌で弓の大会が開かれた",
            ["札幌の弓の大会で、ハン・ソヨン監督は最後の矢の前に目を閉じたと話した。", "雨の中の試合は二時間おくれて始まり、観客は傘の下で静かに待っていた。",
             "優勝したのは十七歳の選手で、二位の選手に矢を一本借りたまま表彰台に上がり、会場の拍手を受けたあと、その矢を返した。",
             "監督は記者団に対し、選手のころから最後の矢だけは見ないことにしていると語り、来年も同じ会場で大会を開きたいと述べた。"])
LATIN = ("Café owner of Liège keeps the eel",
         ["LIÈGE, Belgium. The owner of a café beside the Meuse has kept the eel that came up through his sink, Hyacinthe Lefèvre-Dubois said on Friday.",
          "The eel is called Désirée and pays, he said, no rent at all. The health inspector, who had come about a dog, measured it twice and wrote down both lengths.",
          "A second eel was seen on Saturday. The owner said that he would not be giving it a name until it had shown that it meant to stay for the winter."])

write("warcinfo", None, b"software: a crawl for tests\r\n", media="application/warc-fields")
write("response", "dns:old.example.com", b"20190304050607\nold.example.com. 300 IN A 192.0.2.1\n", media="text/dns")
told = list(stories())
for edition in ("morning", "evening"):
    for stem, title, paragraphs in told:
        fetch(f"{SITE}/{edition}/{stem}", "200 OK", [("Content-Type", "text/html; charset=utf-8")],
              page(title, paragraphs).encode())
        counts["pages"] += 1
for number, (name, charset, (title, paragraphs)) in enumerate(
        [("koi8", "koi8-r", CYRILLIC), ("cp1251", "windows-1251", CYRILLIC), ("sjis", "Shift_JIS", JAPANESE),
         ("latin", "ISO-8859-1", LATIN)] * 5):
    fetch(f"{SITE}/charset/{name}-{number}", "200 OK", [("Content-Type", f"text/html; charset={charset}")],
          page(title, paragraphs).encode(charset))
    counts["pages"] += 1
for number in range(60):
    fetch(f"{SITE}/gone/{number}", "404 Not Found", [("Content-Type", "text/html")], b"<p>There is nothing here.</p>")
for number in range(30):
    fetch(f"{SITE}/old/{number}", "301 Moved Permanently", [("Location", SITE + "/")], b"")
for number in range(10):
    fetch(f"{SITE}/dot-{number}.png", "200 OK", [("Content-Type", "image/png")], (ROOT / "corpus/broken/dot.png").read_bytes())
for number, (stem, _, _) in enumerate(told):
    write("revisit", f"{SITE}/morning/{stem}", b"", answer("200 OK", ("Content-Type", "text/html")),
          extra=[("WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest")])
packed = gzip.compress(page(told[0][1], told[0][2]).encode(), mtime=0)
fetch(f"{SITE}/packed", "200 OK", [("Content-Type", "text/html"), ("Content-Encoding", "gzip")], packed)
counts["pages"] += 1
whole = out.tell()
write("response", f"{SITE}/cut", page(told[1][1], told[1][2] * 40).encode(), answer("200 OK", ("Content-Type", "text/html")))
end = whole + (out.tell() - whole) * 3 // 5
(ROOT / "tests/source/crawl.warc.gz").write_bytes(out.getvalue()[:end])
print(dict(counts), sum(counts[kind] for kind in counts if kind != "pages"), "records,", end, "bytes")
