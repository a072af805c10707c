W2871asian
r i BC-EU--Clock-TowerRunsB 2ndLd-Writethru   03-30 0411
^BC-EU--Clock-Tower Runs Backward, 2nd Ld-Writethru,412<
^Harbour clock runs backward for
an hour, two trains leave early<
^AP Photo OXT101, OXT102<
^Eds: UPDATES with quotes from keeper. With AP Photos.<
^By ANN EXAMPLE and BOB TEST=
^Associated Press=
	   OXTOWN, England (AP) _ The clock on the quay ran backward for an hour on Sunday and two trains left before they came, the keeper said.
 
	   ``It was a magpie,'' said Carl Sample, who has wound the clock for 30 years. ``It sat on the hand for 1{ turns.''
	   The trains carried
11 people and a bicycle to Little Eastmouth.
^Earlier stops=
	   The clock last stopped in 1987 _ for a wedding.
	   ___
	   Dora Example in Eastmouth contributed to this report.

	   AP-WF-03-30-14 1409GMT<



