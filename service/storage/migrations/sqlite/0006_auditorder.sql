-- A listing goes by number: a clock that was set back does not move records. Each index holds the number as well.
drop index audit_records_by_user;
drop index audit_records_by_action;
drop index audit_records_by_camera;
create index audit_records_by_user on audit_records (username);
create index audit_records_by_action on audit_records (action);
create index audit_records_by_camera on audit_records (camera_id);
