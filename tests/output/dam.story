Dam holds as “once in a century” flood passes
23 Apr 1979, 15:54 UTC · Halvard · Meridian · world · by Ann Sample ·
version 2
MER-79-0412 · wires/1979/halvard.txt

HALVARD, Norway — The spillway of the Ålund dam held on Wednesday,
engineer Berit Ås said, though water stood a metre from the crest.

Background

Ås, who built the dam in 1968, called it "as sound as a bell". Two
hundred people had left the valley.

GAUGE   LEVEL
Alund    41.2
Skar     9.0

Picture: The crest at noon. (P. Holm)

People: Berit Ås, Ola Vik
Keywords: dams, floods
Slug: dam-flood
Language: en
