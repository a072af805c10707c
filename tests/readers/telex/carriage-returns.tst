   ZCZC AAP$T:Motor Boats=Quay 500^BOATS:  Collated results after Quay 500*X&T+15039001OXTOWN, Dec 7 AAP - Collated results from the Quay 500 today:
	
	SUNDAY
	Race 3 (44 laps)
	1. Ann Example (Tern)              1hr14mins50.0418sec
	2. Bob Test (Tern)                     1:14:51.8575
	3. Carl Sample (Gull) 2656
	
	POINTS
	1. Ann Example (Tern) 2656
	2. Bob Test (Tern) 2509
	3. Carl Sample (Gull) 2481
	
	   AAP0