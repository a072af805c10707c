V9990bc-us
no such header line
^Boat sinks<
	   OXTOWN (AP) _ The boat in the pond sank at Mérida.
