W0900asian
r i BC-Sample--Tide   05-09 0100
^High tide at noon<
	   OXTOWN (AP) _ The tide came at noon.



