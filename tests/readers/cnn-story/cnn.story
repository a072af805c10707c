PORT ELSA, Washington (CNN) -- The ferry Marigold waited three hours for fog that never came, her captain said Wednesday.

"We saw the sun and did not trust it," said Orrin Vale, who has sailed since 1987.

Tickets stay valid, the line said.

@highlight

Ferry waits three hours for fog

@highlight

NEW: Tickets stay valid
