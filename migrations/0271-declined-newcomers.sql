-- A no leaves nothing of what somebody said at the door: their answers go with the name and the company (0220).
grant update (answers) on sign_ups to portico_runtime;
