"""Whether the mission's mail can arrive: what is examined, what was found, and whether a send is held back."""
