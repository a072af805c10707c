//! Every dateline of Reuters-21578, when the collection is at hand: how many are understood.

use super::shared;
use jiff::civil::Date;
use morgue::date::wire::Hints;
use morgue::enrich::dateline::PASS;
use morgue::error::Error;
use morgue::readers::{Input, Sink, by_name};
use morgue::story::Story;
use std::io::{BufReader, Read};
use std::ops::ControlFlow;

#[derive(Default)]
struct Tally {
    marked: usize,
    placed: usize,
    dated: usize,
    both: usize,
    same_day: usize,
    with_country: usize,
    invented: Vec<String>,
}

impl Sink for Tally {
    fn story(&mut self, mut story: Story) -> ControlFlow<()> {
        let marked = story.dateline.is_some();
        let published: Option<Date> = story.published.as_ref().map(morgue::date::Stamp::civil_date);
        (PASS.run)(&mut story);
        let Some(dateline) = story.dateline else { return ControlFlow::Continue(()) };
        if !marked {
            self.invented.push(dateline.raw);
            return ControlFlow::Continue(());
        }
        let placed = !dateline.places.is_empty();
        self.marked += 1;
        self.placed += usize::from(placed);
        self.dated += usize::from(dateline.date.is_some());
        self.both += usize::from(placed && dateline.date.is_some());
        self.same_day += usize::from(dateline.date.is_some() && dateline.date == published);
        self.with_country += usize::from(placed && dateline.places.iter().all(|p| p.country.is_some()));
        ControlFlow::Continue(())
    }

    fn problem(&mut self, error: Error) {
        panic!("{error}");
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole as f64
}

#[test]
fn reuters_21578() {
    let Some(folder) = shared("corpora/reuters-21578") else { return };
    let mut tally = Tally::default();
    for n in 0..22 {
        let path = folder.join(format!("reut2-{n:03}.sgm.gz"));
        let mut bytes = Vec::new();
        flate2::read::MultiGzDecoder::new(std::fs::File::open(&path).unwrap())
            .read_to_end(&mut bytes)
            .unwrap();
        let mut reader = BufReader::new(&bytes[..]);
        let hints = Hints::default();
        let mut input = Input { bytes: &mut reader, name: "reut2.sgm", hints: &hints };
        (by_name("reuters-21578").unwrap().read)(&mut input, &mut tally).unwrap();
    }
    let Tally { marked, placed, dated, both, same_day, with_country, invented } = tally;
    println!(
        "{marked} marked; place and date {both} ({:.2} %); same day {same_day} of {dated} dated ({:.2} %); \
         country {with_country} of {placed} placed ({:.2} %); found in unmarked stories {}: {invented:?}",
        percent(both, marked),
        percent(same_day, dated),
        percent(with_country, placed),
        invented.len(),
    );
    assert_eq!(marked, 19_043);
    assert!(percent(both, marked) >= 99.0);
    assert!(percent(same_day, dated) >= 97.0);
    assert!(percent(with_country, placed) >= 99.5);
    assert!(invented.len() <= 25, "{} datelines in stories without one: {invented:?}", invented.len());
}
