"""What every part of the house may use: Actor, Refused, Money, periods, business calendars. Nothing more."""
