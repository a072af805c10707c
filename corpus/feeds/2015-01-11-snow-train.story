LITCHFIELD, Minnesota (CNN) -- Forty people who spent the blizzard of January 1975 in a train that could not move met again in it Saturday, by choice.

The conductor, Orville Tangen, reported that morale was "a little down on last time." The farmers had been asked for eggs and brought 40 dozen. The guitar was the same.

Delphine Ostrowski, who was mayor of Minneapolis and slept on a cot at City Hall, brought the cot. "If you can't see your neighbor's house," she told the car, "you have moved to the city."

@highlight

Passengers of snowbound train meet after 40 years

@highlight

Farmers bring 40 dozen eggs again
