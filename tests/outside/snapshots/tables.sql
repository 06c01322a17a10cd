-- sqlite
CREATE TABLE chain_end (
	id INTEGER NOT NULL, 
	number BIGINT NOT NULL, 
	link VARCHAR(64) NOT NULL, 
	key_id VARCHAR(16) NOT NULL, 
	seal VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_chain_end PRIMARY KEY (id)
)
CREATE TABLE chain_log (
	number BIGINT NOT NULL, 
	chain_id CHAR(32) NOT NULL, 
	records INTEGER NOT NULL, 
	head VARCHAR(64) NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	at DATETIME NOT NULL, 
	key_id VARCHAR(16) NOT NULL, 
	link VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_chain_log PRIMARY KEY (number)
)
CREATE INDEX ix_chain_log_chain ON chain_log (chain_id, number)
CREATE TABLE chain_record (
	chain_id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	object_id CHAR(32) NOT NULL, 
	version INTEGER NOT NULL, 
	action VARCHAR(40) NOT NULL, 
	at DATETIME NOT NULL, 
	salt VARCHAR(32), 
	record_sha256 VARCHAR(64) NOT NULL, 
	key_id VARCHAR(16) NOT NULL, 
	link VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_chain_record PRIMARY KEY (chain_id, number)
)
CREATE INDEX ix_chain_record_object ON chain_record (chain_id, object_id)
CREATE TABLE database_identity (
	id INTEGER NOT NULL, 
	database_id CHAR(32) NOT NULL, 
	generation INTEGER NOT NULL, 
	token VARCHAR(32) NOT NULL, 
	restored_at DATETIME, 
	CONSTRAINT pk_database_identity PRIMARY KEY (id)
)
CREATE TABLE erased_session (
	id_sha256 VARCHAR(64) NOT NULL, 
	erased_at DATETIME NOT NULL, 
	CONSTRAINT pk_erased_session PRIMARY KEY (id_sha256)
)
CREATE TABLE overwrite_due (
	table_name VARCHAR(63) NOT NULL, 
	since DATETIME NOT NULL, 
	times INTEGER NOT NULL, 
	CONSTRAINT pk_overwrite_due PRIMARY KEY (table_name)
)
CREATE TABLE policy (
	sha256 VARCHAR(64) NOT NULL, 
	profile VARCHAR(40) NOT NULL, 
	version INTEGER NOT NULL, 
	content JSON NOT NULL, 
	first_seen_at DATETIME NOT NULL, 
	CONSTRAINT pk_policy PRIMARY KEY (sha256)
)
CREATE TABLE sign_in_throttle (
	id CHAR(32) NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	tries INTEGER NOT NULL, 
	last_tried_at DATETIME NOT NULL, 
	blocked_until DATETIME, 
	CONSTRAINT pk_sign_in_throttle PRIMARY KEY (id), 
	CONSTRAINT uq_sign_in_throttle_key UNIQUE ("key")
)
CREATE INDEX ix_sign_in_throttle_last_tried_at ON sign_in_throttle (last_tried_at)
CREATE TABLE statistics_change (
	counted INTEGER NOT NULL, 
	flagged INTEGER NOT NULL, 
	allegations INTEGER NOT NULL, 
	sessions INTEGER NOT NULL, 
	approved INTEGER NOT NULL, 
	rejected INTEGER NOT NULL, 
	waiting INTEGER NOT NULL, 
	confirmed INTEGER NOT NULL, 
	dismissed INTEGER NOT NULL, 
	unsure INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	survey_id CHAR(32) NOT NULL, 
	fact VARCHAR(20) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	at DATETIME NOT NULL, 
	since DATETIME NOT NULL, 
	CONSTRAINT pk_statistics_change PRIMARY KEY (id)
)
CREATE TABLE statistics_rollup (
	counted INTEGER NOT NULL, 
	flagged INTEGER NOT NULL, 
	allegations INTEGER NOT NULL, 
	sessions INTEGER NOT NULL, 
	approved INTEGER NOT NULL, 
	rejected INTEGER NOT NULL, 
	waiting INTEGER NOT NULL, 
	confirmed INTEGER NOT NULL, 
	dismissed INTEGER NOT NULL, 
	unsure INTEGER NOT NULL, 
	level INTEGER NOT NULL, 
	fact VARCHAR(20) NOT NULL, 
	survey_id CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	since DATETIME NOT NULL, 
	CONSTRAINT pk_statistics_rollup PRIMARY KEY (level, fact, survey_id, at, kind, since)
)
CREATE INDEX ix_statistics_rollup_empty ON statistics_rollup (level) WHERE counted = 0
CREATE TABLE user_account (
	id CHAR(32) NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	display_name VARCHAR(200) NOT NULL, 
	email VARCHAR(320), 
	role VARCHAR(40) NOT NULL, 
	password_hash VARCHAR(400), 
	is_active BOOLEAN NOT NULL, 
	is_demo BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	language VARCHAR(35), 
	CONSTRAINT pk_user_account PRIMARY KEY (id), 
	CONSTRAINT uq_user_account_name UNIQUE (name)
)
CREATE TABLE audit_event (
	id CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	actor_id CHAR(32), 
	action VARCHAR(60) NOT NULL, 
	object_type VARCHAR(40) NOT NULL, 
	object_id VARCHAR(80) NOT NULL, 
	detail VARCHAR(1000) NOT NULL, 
	detail_code VARCHAR(40), 
	detail_values JSON, 
	part_of CHAR(32), 
	CONSTRAINT pk_audit_event PRIMARY KEY (id), 
	CONSTRAINT fk_audit_event_actor_id FOREIGN KEY(actor_id) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_audit_event_action ON audit_event (action, at, id)
CREATE INDEX ix_audit_event_actor ON audit_event (actor_id, at)
CREATE INDEX ix_audit_event_at ON audit_event (at, id)
CREATE INDEX ix_audit_event_object ON audit_event (object_id, at)
CREATE INDEX ix_audit_event_part_of ON audit_event (part_of) WHERE part_of IS NOT NULL
CREATE TABLE external_person (
	id CHAR(32) NOT NULL, 
	platform VARCHAR(80) NOT NULL, 
	external_id VARCHAR(200) NOT NULL, 
	user_id CHAR(32) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_external_person PRIMARY KEY (id), 
	CONSTRAINT uq_external_person_platform_external_id UNIQUE (platform, external_id), 
	CONSTRAINT fk_external_person_user_id FOREIGN KEY(user_id) REFERENCES user_account (id) ON DELETE CASCADE
)
CREATE INDEX ix_external_person_user_id ON external_person (user_id)
CREATE TABLE idempotent_answer (
	id CHAR(32) NOT NULL, 
	user_id CHAR(32) NOT NULL, 
	platform VARCHAR(80), 
	key_hash VARCHAR(64) NOT NULL, 
	request_hash VARCHAR(64) NOT NULL, 
	status INTEGER, 
	body JSON, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_idempotent_answer PRIMARY KEY (id), 
	CONSTRAINT uq_idempotent_answer_user_id_key_hash UNIQUE (user_id, key_hash), 
	CONSTRAINT fk_idempotent_answer_user_id FOREIGN KEY(user_id) REFERENCES user_account (id) ON DELETE CASCADE
)
CREATE INDEX ix_idempotent_answer_created_at ON idempotent_answer (created_at)
CREATE UNIQUE INDEX uq_idempotent_answer_platform ON idempotent_answer (platform, key_hash)
CREATE TABLE invitation (
	id CHAR(32) NOT NULL, 
	user_id CHAR(32) NOT NULL, 
	token_hash VARCHAR(64) NOT NULL, 
	created_by CHAR(32), 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	used_at DATETIME, 
	CONSTRAINT pk_invitation PRIMARY KEY (id), 
	CONSTRAINT fk_invitation_user_id FOREIGN KEY(user_id) REFERENCES user_account (id) ON DELETE CASCADE, 
	CONSTRAINT uq_invitation_token_hash UNIQUE (token_hash), 
	CONSTRAINT fk_invitation_created_by FOREIGN KEY(created_by) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_invitation_user_id ON invitation (user_id)
CREATE TABLE queue_mail (
	id CHAR(32) NOT NULL, 
	moderator_id CHAR(32) NOT NULL, 
	address VARCHAR(254) NOT NULL, 
	mailed_at DATETIME NOT NULL, 
	CONSTRAINT pk_queue_mail PRIMARY KEY (id), 
	CONSTRAINT uq_queue_mail_moderator_id UNIQUE (moderator_id), 
	CONSTRAINT fk_queue_mail_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE CASCADE
)
CREATE TABLE saved_queue_view (
	id CHAR(32) NOT NULL, 
	moderator_id CHAR(32) NOT NULL, 
	name VARCHAR(60) NOT NULL, 
	choices JSON NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_saved_queue_view PRIMARY KEY (id), 
	CONSTRAINT uq_saved_queue_view_moderator_id_name UNIQUE (moderator_id, name), 
	CONSTRAINT fk_saved_queue_view_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE CASCADE
)
CREATE TABLE sign_in (
	id CHAR(32) NOT NULL, 
	user_id CHAR(32) NOT NULL, 
	token_hash VARCHAR(64) NOT NULL, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	revoked_at DATETIME, 
	address_hash VARCHAR(64) NOT NULL, 
	browser VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_sign_in PRIMARY KEY (id), 
	CONSTRAINT fk_sign_in_user_id FOREIGN KEY(user_id) REFERENCES user_account (id) ON DELETE CASCADE, 
	CONSTRAINT uq_sign_in_token_hash UNIQUE (token_hash)
)
CREATE INDEX ix_sign_in_user_id ON sign_in (user_id)
CREATE TABLE survey (
	id CHAR(32) NOT NULL, 
	platform VARCHAR(80) DEFAULT '' NOT NULL, 
	slug VARCHAR(80) NOT NULL, 
	version INTEGER NOT NULL, 
	title VARCHAR(200) NOT NULL, 
	definition JSON NOT NULL, 
	proctoring_enabled BOOLEAN NOT NULL, 
	policy VARCHAR(40) NOT NULL, 
	policy_values JSON DEFAULT '{}' NOT NULL, 
	recording_mode VARCHAR(40) NOT NULL, 
	allow_without_camera BOOLEAN NOT NULL, 
	hybrid_unflagged VARCHAR(40) NOT NULL, 
	minors VARCHAR(40) DEFAULT 'unsupported' NOT NULL, 
	moderator_instructions VARCHAR(4000) DEFAULT '' NOT NULL, 
	rejection_reasons VARCHAR(2000) DEFAULT '' NOT NULL, 
	escalation_reasons VARCHAR(2000) DEFAULT '' NOT NULL, 
	is_open BOOLEAN NOT NULL, 
	is_demo BOOLEAN NOT NULL, 
	created_by CHAR(32), 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_survey PRIMARY KEY (id), 
	CONSTRAINT uq_survey_platform_slug_version UNIQUE (platform, slug, version), 
	CONSTRAINT fk_survey_created_by FOREIGN KEY(created_by) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE TABLE webhook (
	id CHAR(32) NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	url VARCHAR(500) NOT NULL, 
	platform VARCHAR(80), 
	created_by CHAR(32), 
	created_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	CONSTRAINT pk_webhook PRIMARY KEY (id), 
	CONSTRAINT fk_webhook_created_by FOREIGN KEY(created_by) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE TABLE accommodation (
	id CHAR(32) NOT NULL, 
	taker_id CHAR(32) NOT NULL, 
	survey_id CHAR(32), 
	eased JSON NOT NULL, 
	set_at DATETIME NOT NULL, 
	CONSTRAINT pk_accommodation PRIMARY KEY (id), 
	CONSTRAINT fk_accommodation_taker_id FOREIGN KEY(taker_id) REFERENCES user_account (id) ON DELETE CASCADE, 
	CONSTRAINT fk_accommodation_survey_id FOREIGN KEY(survey_id) REFERENCES survey (id) ON DELETE CASCADE
)
CREATE INDEX ix_accommodation_taker_id ON accommodation (taker_id)
CREATE TABLE survey_session (
	id CHAR(32) NOT NULL, 
	survey_id CHAR(32) NOT NULL, 
	taker_id CHAR(32) NOT NULL, 
	status VARCHAR(40) NOT NULL, 
	watched_by VARCHAR(40) NOT NULL, 
	platform VARCHAR(80), 
	proctoring_enabled BOOLEAN NOT NULL, 
	without_by_choice BOOLEAN NOT NULL, 
	recording_mode VARCHAR(40) NOT NULL, 
	policy_sha256 VARCHAR(64) NOT NULL, 
	initial_face_verified BOOLEAN NOT NULL, 
	face_reference_image VARCHAR(200), 
	reference_bytes INTEGER, 
	reference_sha256 VARCHAR(64), 
	baseline JSON, 
	violations_count INTEGER NOT NULL, 
	flagged_for_review BOOLEAN NOT NULL, 
	phone_check_available BOOLEAN, 
	coverage FLOAT, 
	observation_log VARCHAR(200), 
	observation_log_bytes INTEGER, 
	observation_log_sha256 JSON, 
	snapshots INTEGER DEFAULT '0' NOT NULL, 
	snapshot_bytes BIGINT DEFAULT '0' NOT NULL, 
	current_question INTEGER NOT NULL, 
	new_reference_allowed BOOLEAN NOT NULL, 
	is_demo BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	started_at DATETIME, 
	submitted_at DATETIME, 
	ended_at DATETIME, 
	last_seen_at DATETIME, 
	CONSTRAINT pk_survey_session PRIMARY KEY (id), 
	CONSTRAINT fk_survey_session_survey_id FOREIGN KEY(survey_id) REFERENCES survey (id), 
	CONSTRAINT fk_survey_session_taker_id FOREIGN KEY(taker_id) REFERENCES user_account (id), 
	CONSTRAINT fk_survey_session_policy_sha256 FOREIGN KEY(policy_sha256) REFERENCES policy (sha256)
)
CREATE INDEX ix_survey_session_handed_in ON survey_session (submitted_at, proctoring_enabled, flagged_for_review, violations_count, survey_id, id) WHERE submitted_at IS NOT NULL
CREATE INDEX ix_survey_session_status ON survey_session (status, created_at)
CREATE INDEX ix_survey_session_submitted ON survey_session (survey_id, submitted_at, id)
CREATE INDEX ix_survey_session_survey ON survey_session (survey_id, created_at)
CREATE INDEX ix_survey_session_taker ON survey_session (taker_id, created_at)
CREATE TABLE answer (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	question_id VARCHAR(80) NOT NULL, 
	value JSON, 
	revision INTEGER NOT NULL, 
	shown_at DATETIME NOT NULL, 
	answered_at DATETIME, 
	CONSTRAINT pk_answer PRIMARY KEY (id), 
	CONSTRAINT uq_answer_session_id_question_id UNIQUE (session_id, question_id), 
	CONSTRAINT fk_answer_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE
)
CREATE TABLE api_token (
	id CHAR(32) NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	scope VARCHAR(40) NOT NULL, 
	user_id CHAR(32) NOT NULL, 
	session_id CHAR(32), 
	token_hash VARCHAR(64) NOT NULL, 
	created_by CHAR(32), 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	revoked_at DATETIME, 
	last_used_at DATETIME, 
	CONSTRAINT pk_api_token PRIMARY KEY (id), 
	CONSTRAINT fk_api_token_user_id FOREIGN KEY(user_id) REFERENCES user_account (id) ON DELETE CASCADE, 
	CONSTRAINT fk_api_token_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT uq_api_token_token_hash UNIQUE (token_hash), 
	CONSTRAINT fk_api_token_created_by FOREIGN KEY(created_by) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_api_token_session_id ON api_token (session_id)
CREATE INDEX ix_api_token_user_id ON api_token (user_id)
CREATE TABLE blind_sample (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	share FLOAT NOT NULL, 
	drawn_at DATETIME NOT NULL, 
	decided_at DATETIME, 
	earlier VARCHAR(40), 
	claimed_by CHAR(32), 
	claim_expires_at DATETIME, 
	revision INTEGER NOT NULL, 
	ranks_since DATETIME NOT NULL, 
	longest_s FLOAT NOT NULL, 
	unseen_share FLOAT NOT NULL, 
	closed_at DATETIME, 
	CONSTRAINT pk_blind_sample PRIMARY KEY (id), 
	CONSTRAINT uq_blind_sample_session_id UNIQUE (session_id), 
	CONSTRAINT fk_blind_sample_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_blind_sample_claimed_by FOREIGN KEY(claimed_by) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_blind_sample_drawn ON blind_sample (drawn_at, id)
CREATE INDEX ix_blind_sample_open_claim ON blind_sample (claimed_by, id) WHERE closed_at IS NULL
CREATE INDEX ix_blind_sample_open_rank ON blind_sample (ranks_since, id) WHERE closed_at IS NULL
CREATE TABLE case_presence (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	moderator_id CHAR(32) NOT NULL, 
	seen_at DATETIME NOT NULL, 
	CONSTRAINT pk_case_presence PRIMARY KEY (id), 
	CONSTRAINT uq_case_presence_session_id_moderator_id UNIQUE (session_id, moderator_id), 
	CONSTRAINT fk_case_presence_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_case_presence_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE CASCADE
)
CREATE INDEX ix_case_presence_moderator_id ON case_presence (moderator_id)
CREATE TABLE client_watch (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	sequence INTEGER NOT NULL, 
	started_at DATETIME NOT NULL, 
	beat_at DATETIME NOT NULL, 
	CONSTRAINT pk_client_watch PRIMARY KEY (id), 
	CONSTRAINT uq_client_watch_session_id UNIQUE (session_id), 
	CONSTRAINT fk_client_watch_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE
)
CREATE TABLE consent (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	purpose VARCHAR(40) NOT NULL, 
	text_version VARCHAR(40) NOT NULL, 
	text_sha256 VARCHAR(64) NOT NULL, 
	is_given BOOLEAN NOT NULL, 
	given_at DATETIME NOT NULL, 
	CONSTRAINT pk_consent PRIMARY KEY (id), 
	CONSTRAINT fk_consent_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE
)
CREATE INDEX ix_consent_session_id ON consent (session_id)
CREATE TABLE face_verification (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	is_initial BOOLEAN NOT NULL, 
	started_at DATETIME NOT NULL, 
	ended_at DATETIME NOT NULL, 
	samples INTEGER NOT NULL, 
	face_detected BOOLEAN, 
	face_count INTEGER, 
	confidence FLOAT, 
	gaze_direction VARCHAR(20), 
	yaw_deg FLOAT, 
	pitch_deg FLOAT, 
	roll_deg FLOAT, 
	mobile_detected BOOLEAN, 
	violation_type VARCHAR(40), 
	signal VARCHAR(40), 
	source VARCHAR(20) NOT NULL, 
	CONSTRAINT pk_face_verification PRIMARY KEY (id), 
	CONSTRAINT fk_face_verification_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE
)
CREATE INDEX ix_face_verification_session ON face_verification (session_id, started_at)
CREATE TABLE legal_hold (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	administrator_id CHAR(32), 
	reason VARCHAR(4000) NOT NULL, 
	lifts CHAR(32), 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_legal_hold PRIMARY KEY (id), 
	CONSTRAINT fk_legal_hold_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_legal_hold_administrator_id FOREIGN KEY(administrator_id) REFERENCES user_account (id) ON DELETE SET NULL, 
	CONSTRAINT uq_legal_hold_lifts UNIQUE (lifts)
)
CREATE INDEX ix_legal_hold_session_id ON legal_hold (session_id)
CREATE TABLE proctor_review (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	status VARCHAR(40) NOT NULL, 
	flag_reasons JSON NOT NULL, 
	moderator_id CHAR(32), 
	notes VARCHAR(4000) NOT NULL, 
	colleague_note VARCHAR(4000) DEFAULT '' NOT NULL, 
	claimed_by CHAR(32), 
	claim_expires_at DATETIME, 
	flagged_by CHAR(32), 
	proposed_decision VARCHAR(40), 
	revision INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	decided_at DATETIME, 
	ranks_since DATETIME DEFAULT '1970-01-01 00:00:00.000000' NOT NULL, 
	longest_s FLOAT DEFAULT '0' NOT NULL, 
	unseen_share FLOAT DEFAULT '0' NOT NULL, 
	judged_at DATETIME, 
	waited_s FLOAT, 
	CONSTRAINT pk_proctor_review PRIMARY KEY (id), 
	CONSTRAINT uq_proctor_review_session_id UNIQUE (session_id), 
	CONSTRAINT fk_proctor_review_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_proctor_review_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE SET NULL, 
	CONSTRAINT fk_proctor_review_claimed_by FOREIGN KEY(claimed_by) REFERENCES user_account (id) ON DELETE SET NULL, 
	CONSTRAINT fk_proctor_review_flagged_by FOREIGN KEY(flagged_by) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_proctor_review_created ON proctor_review (created_at, id, session_id)
CREATE INDEX ix_proctor_review_decided ON proctor_review (decided_at, id) WHERE decided_at IS NOT NULL
CREATE INDEX ix_proctor_review_decided_by ON proctor_review (moderator_id, decided_at, id) WHERE decided_at IS NOT NULL
CREATE INDEX ix_proctor_review_decided_longest ON proctor_review (longest_s, id) WHERE decided_at IS NOT NULL
CREATE INDEX ix_proctor_review_decided_unseen ON proctor_review (unseen_share, id) WHERE decided_at IS NOT NULL
CREATE INDEX ix_proctor_review_judged ON proctor_review (created_at, id, session_id) WHERE judged_at IS NOT NULL
CREATE INDEX ix_proctor_review_open ON proctor_review (created_at, id) WHERE status IN ('pending', 'flagged')
CREATE INDEX ix_proctor_review_open_longest ON proctor_review (longest_s, id) WHERE status IN ('pending', 'flagged')
CREATE INDEX ix_proctor_review_open_rank ON proctor_review (ranks_since, id) WHERE status IN ('pending', 'flagged')
CREATE INDEX ix_proctor_review_open_unseen ON proctor_review (unseen_share, id) WHERE status IN ('pending', 'flagged')
CREATE INDEX ix_proctor_review_waited ON proctor_review (decided_at, waited_s, session_id) WHERE decided_at IS NOT NULL
CREATE TABLE session_message (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	author_id CHAR(32), 
	kind VARCHAR(40) NOT NULL, 
	sentence VARCHAR(300) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_session_message PRIMARY KEY (id), 
	CONSTRAINT fk_session_message_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_session_message_author_id FOREIGN KEY(author_id) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_session_message_session ON session_message (session_id, at)
CREATE TABLE session_recording (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	source VARCHAR(40) NOT NULL, 
	mode VARCHAR(40) NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	failure VARCHAR(500) NOT NULL, 
	failure_codes JSON, 
	media_key VARCHAR(200), 
	media_type VARCHAR(80) NOT NULL, 
	sha256 VARCHAR(64), 
	size_bytes BIGINT NOT NULL, 
	codec VARCHAR(20), 
	width INTEGER, 
	height INTEGER, 
	start_s FLOAT NOT NULL, 
	is_start_told BOOLEAN NOT NULL, 
	duration_s FLOAT, 
	violations_by_type JSON NOT NULL, 
	thumbnails_key VARCHAR(200), 
	thumbnails_sha256 VARCHAR(64), 
	thumbnails_bytes INTEGER NOT NULL, 
	segments INTEGER NOT NULL, 
	chain_sha256 VARCHAR(64) NOT NULL, 
	created_at DATETIME NOT NULL, 
	closed_at DATETIME, 
	processed_at DATETIME, 
	erased_at DATETIME, 
	CONSTRAINT pk_session_recording PRIMARY KEY (id), 
	CONSTRAINT fk_session_recording_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE
)
CREATE UNIQUE INDEX ix_session_recording_live ON session_recording (session_id) WHERE source = 'live'
CREATE INDEX ix_session_recording_session ON session_recording (session_id, created_at)
CREATE INDEX ix_session_recording_state ON session_recording (state, created_at)
CREATE TABLE signal (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	onset_s FLOAT NOT NULL, 
	offset_s FLOAT, 
	started_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	reason VARCHAR(500) NOT NULL, 
	reason_code VARCHAR(40), 
	reason_numbers JSON, 
	CONSTRAINT pk_signal PRIMARY KEY (id), 
	CONSTRAINT fk_signal_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE
)
CREATE INDEX ix_signal_session ON signal (session_id, started_at)
CREATE TABLE violation (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	type VARCHAR(40) NOT NULL, 
	onset_s FLOAT NOT NULL, 
	offset_s FLOAT, 
	peak_s FLOAT NOT NULL, 
	started_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	confidence FLOAT NOT NULL, 
	measured FLOAT, 
	"limit" FLOAT, 
	looks INTEGER NOT NULL, 
	positive INTEGER NOT NULL, 
	reason VARCHAR(500) NOT NULL, 
	reason_code VARCHAR(40), 
	reason_numbers JSON, 
	source VARCHAR(20) NOT NULL, 
	server_look JSON, 
	is_confirmed BOOLEAN, 
	snapshot_refused VARCHAR(40), 
	CONSTRAINT pk_violation PRIMARY KEY (id), 
	CONSTRAINT fk_violation_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE
)
CREATE INDEX ix_violation_session ON violation (session_id, started_at)
CREATE INDEX ix_violation_started ON violation (started_at, type, session_id)
CREATE INDEX ix_violation_type ON violation (type, session_id)
CREATE TABLE webhook_delivery (
	id CHAR(32) NOT NULL, 
	webhook_id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	event VARCHAR(40) NOT NULL, 
	payload JSON NOT NULL, 
	created_at DATETIME NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	tries INTEGER NOT NULL, 
	next_try_at DATETIME NOT NULL, 
	status INTEGER, 
	error VARCHAR(200) NOT NULL, 
	CONSTRAINT pk_webhook_delivery PRIMARY KEY (id), 
	CONSTRAINT fk_webhook_delivery_webhook_id FOREIGN KEY(webhook_id) REFERENCES webhook (id) ON DELETE CASCADE, 
	CONSTRAINT fk_webhook_delivery_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE
)
CREATE INDEX ix_webhook_delivery_created_at ON webhook_delivery (created_at, id)
CREATE INDEX ix_webhook_delivery_due ON webhook_delivery (next_try_at) WHERE state = 'waiting'
CREATE INDEX ix_webhook_delivery_session_id ON webhook_delivery (session_id)
CREATE TABLE added_incident (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	review_id CHAR(32) NOT NULL, 
	moderator_id CHAR(32), 
	type VARCHAR(40) NOT NULL, 
	onset_s FLOAT NOT NULL, 
	offset_s FLOAT NOT NULL, 
	takes_back CHAR(32), 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_added_incident PRIMARY KEY (id), 
	CONSTRAINT fk_added_incident_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_added_incident_review_id FOREIGN KEY(review_id) REFERENCES proctor_review (id) ON DELETE CASCADE, 
	CONSTRAINT fk_added_incident_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_added_incident_review_id ON added_incident (review_id)
CREATE INDEX ix_added_incident_session ON added_incident (session_id, at)
CREATE TABLE appeal (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	review_id CHAR(32) NOT NULL, 
	decided_by CHAR(32), 
	words VARCHAR(4000) NOT NULL, 
	at DATETIME NOT NULL, 
	answer_by DATETIME NOT NULL, 
	CONSTRAINT pk_appeal PRIMARY KEY (id), 
	CONSTRAINT uq_appeal_session_id UNIQUE (session_id), 
	CONSTRAINT fk_appeal_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_appeal_review_id FOREIGN KEY(review_id) REFERENCES proctor_review (id) ON DELETE CASCADE, 
	CONSTRAINT fk_appeal_decided_by FOREIGN KEY(decided_by) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_appeal_review_id ON appeal (review_id)
CREATE TABLE evidence (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	violation_id CHAR(32) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	media_key VARCHAR(200) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	size_bytes INTEGER NOT NULL, 
	width INTEGER NOT NULL, 
	height INTEGER NOT NULL, 
	taken_s FLOAT NOT NULL, 
	face_boxes JSON, 
	brightness FLOAT, 
	overexposed FLOAT, 
	frames_per_s FLOAT, 
	CONSTRAINT pk_evidence PRIMARY KEY (id), 
	CONSTRAINT uq_evidence_violation_id_kind UNIQUE (violation_id, kind), 
	CONSTRAINT fk_evidence_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_evidence_violation_id FOREIGN KEY(violation_id) REFERENCES violation (id) ON DELETE CASCADE
)
CREATE INDEX ix_evidence_session ON evidence (session_id, taken_s)
CREATE TABLE face_mute (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	review_id CHAR(32) NOT NULL, 
	moderator_id CHAR(32), 
	violation_id CHAR(32) NOT NULL, 
	face_box JSON NOT NULL, 
	takes_back CHAR(32), 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_face_mute PRIMARY KEY (id), 
	CONSTRAINT fk_face_mute_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_face_mute_review_id FOREIGN KEY(review_id) REFERENCES proctor_review (id) ON DELETE CASCADE, 
	CONSTRAINT fk_face_mute_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_face_mute_review_id ON face_mute (review_id)
CREATE INDEX ix_face_mute_session ON face_mute (session_id, at)
CREATE TABLE held_decision (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	review_id CHAR(32), 
	sample_id CHAR(32), 
	moderator_id CHAR(32), 
	decision VARCHAR(40) NOT NULL, 
	reason VARCHAR(4000) NOT NULL, 
	note VARCHAR(4000) NOT NULL, 
	revision INTEGER NOT NULL, 
	made_at DATETIME NOT NULL, 
	announce_at DATETIME NOT NULL, 
	CONSTRAINT pk_held_decision PRIMARY KEY (id), 
	CONSTRAINT fk_held_decision_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT uq_held_decision_review_id UNIQUE (review_id), 
	CONSTRAINT fk_held_decision_review_id FOREIGN KEY(review_id) REFERENCES proctor_review (id) ON DELETE CASCADE, 
	CONSTRAINT uq_held_decision_sample_id UNIQUE (sample_id), 
	CONSTRAINT fk_held_decision_sample_id FOREIGN KEY(sample_id) REFERENCES blind_sample (id) ON DELETE CASCADE, 
	CONSTRAINT fk_held_decision_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_held_decision_session_id ON held_decision (session_id)
CREATE TABLE incident_verdict (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	review_id CHAR(32) NOT NULL, 
	moderator_id CHAR(32), 
	kind VARCHAR(40), 
	reason VARCHAR(40), 
	type VARCHAR(40), 
	onset_s FLOAT NOT NULL, 
	offset_s FLOAT NOT NULL, 
	violation_ids JSON NOT NULL, 
	signal_ids JSON NOT NULL, 
	takes_back CHAR(32), 
	batch_id CHAR(32), 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_incident_verdict PRIMARY KEY (id), 
	CONSTRAINT fk_incident_verdict_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_incident_verdict_review_id FOREIGN KEY(review_id) REFERENCES proctor_review (id) ON DELETE CASCADE, 
	CONSTRAINT fk_incident_verdict_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_incident_verdict_batch ON incident_verdict (moderator_id, at, batch_id) WHERE batch_id IS NOT NULL
CREATE INDEX ix_incident_verdict_kind ON incident_verdict (kind, session_id)
CREATE INDEX ix_incident_verdict_review_id ON incident_verdict (review_id)
CREATE INDEX ix_incident_verdict_session ON incident_verdict (session_id, at)
CREATE TABLE recording_analysis (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	recording_id CHAR(32) NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	tries INTEGER NOT NULL, 
	worker VARCHAR(120) NOT NULL, 
	lease_until DATETIME, 
	rewritten_at DATETIME, 
	progress FLOAT NOT NULL, 
	last_error VARCHAR(500) NOT NULL, 
	last_error_codes JSON, 
	differences JSON, 
	created_at DATETIME NOT NULL, 
	finished_at DATETIME, 
	CONSTRAINT pk_recording_analysis PRIMARY KEY (id), 
	CONSTRAINT fk_recording_analysis_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT uq_recording_analysis_recording_id UNIQUE (recording_id), 
	CONSTRAINT fk_recording_analysis_recording_id FOREIGN KEY(recording_id) REFERENCES session_recording (id) ON DELETE CASCADE
)
CREATE INDEX ix_recording_analysis_session_id ON recording_analysis (session_id)
CREATE INDEX ix_recording_analysis_state ON recording_analysis (state, created_at)
CREATE TABLE recording_segment (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	recording_id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	media_key VARCHAR(200), 
	start_s FLOAT NOT NULL, 
	duration_s FLOAT NOT NULL, 
	size_bytes INTEGER NOT NULL, 
	frames INTEGER NOT NULL, 
	codec VARCHAR(20) NOT NULL, 
	width INTEGER NOT NULL, 
	height INTEGER NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	link_sha256 VARCHAR(64) NOT NULL, 
	erased_at DATETIME, 
	CONSTRAINT pk_recording_segment PRIMARY KEY (id), 
	CONSTRAINT uq_recording_segment_recording_id_number UNIQUE (recording_id, number), 
	CONSTRAINT fk_recording_segment_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_recording_segment_recording_id FOREIGN KEY(recording_id) REFERENCES session_recording (id) ON DELETE CASCADE
)
CREATE INDEX ix_recording_segment_session ON recording_segment (session_id)
CREATE TABLE recording_upload (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	length BIGINT NOT NULL, 
	started_s FLOAT, 
	upload_metadata VARCHAR(4000), 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	completed_at DATETIME, 
	sha256 VARCHAR(64), 
	recording_id CHAR(32), 
	CONSTRAINT pk_recording_upload PRIMARY KEY (id), 
	CONSTRAINT fk_recording_upload_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_recording_upload_recording_id FOREIGN KEY(recording_id) REFERENCES session_recording (id) ON DELETE CASCADE
)
CREATE INDEX ix_recording_upload_expires_at ON recording_upload (expires_at)
CREATE INDEX ix_recording_upload_session_id ON recording_upload (session_id)
CREATE TABLE rejection_proposal (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	review_id CHAR(32) NOT NULL, 
	proposed_by CHAR(32), 
	opposed_by CHAR(32), 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_rejection_proposal PRIMARY KEY (id), 
	CONSTRAINT fk_rejection_proposal_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT uq_rejection_proposal_review_id UNIQUE (review_id), 
	CONSTRAINT fk_rejection_proposal_review_id FOREIGN KEY(review_id) REFERENCES proctor_review (id) ON DELETE CASCADE, 
	CONSTRAINT fk_rejection_proposal_proposed_by FOREIGN KEY(proposed_by) REFERENCES user_account (id) ON DELETE SET NULL, 
	CONSTRAINT fk_rejection_proposal_opposed_by FOREIGN KEY(opposed_by) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_rejection_proposal_session_id ON rejection_proposal (session_id)
CREATE TABLE review_event (
	id CHAR(32) NOT NULL, 
	review_id CHAR(32) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	author_id CHAR(32), 
	notes VARCHAR(4000) NOT NULL, 
	reason_code VARCHAR(40), 
	reason_numbers JSON, 
	colleague_note VARCHAR(4000) DEFAULT '' NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_review_event PRIMARY KEY (id), 
	CONSTRAINT fk_review_event_review_id FOREIGN KEY(review_id) REFERENCES proctor_review (id) ON DELETE CASCADE, 
	CONSTRAINT fk_review_event_author_id FOREIGN KEY(author_id) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_review_event_decision ON review_event (at, kind) WHERE kind IN ('approve', 'reject', 'flag')
CREATE INDEX ix_review_event_proposal ON review_event (at) WHERE kind = 'proposed'
CREATE INDEX ix_review_event_review ON review_event (review_id, at)
CREATE TABLE sample_addition (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	sample_id CHAR(32) NOT NULL, 
	moderator_id CHAR(32), 
	type VARCHAR(40) NOT NULL, 
	onset_s FLOAT NOT NULL, 
	offset_s FLOAT NOT NULL, 
	takes_back CHAR(32), 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_sample_addition PRIMARY KEY (id), 
	CONSTRAINT fk_sample_addition_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_sample_addition_sample_id FOREIGN KEY(sample_id) REFERENCES blind_sample (id) ON DELETE CASCADE, 
	CONSTRAINT fk_sample_addition_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_sample_addition_sample_id ON sample_addition (sample_id)
CREATE INDEX ix_sample_addition_session_id ON sample_addition (session_id)
CREATE TABLE sample_mute (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	sample_id CHAR(32) NOT NULL, 
	moderator_id CHAR(32), 
	violation_id CHAR(32) NOT NULL, 
	face_box JSON NOT NULL, 
	takes_back CHAR(32), 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_sample_mute PRIMARY KEY (id), 
	CONSTRAINT fk_sample_mute_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_sample_mute_sample_id FOREIGN KEY(sample_id) REFERENCES blind_sample (id) ON DELETE CASCADE, 
	CONSTRAINT fk_sample_mute_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_sample_mute_sample_id ON sample_mute (sample_id)
CREATE INDEX ix_sample_mute_session_id ON sample_mute (session_id)
CREATE TABLE sample_opinion (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	sample_id CHAR(32) NOT NULL, 
	moderator_id CHAR(32), 
	decision VARCHAR(40) NOT NULL, 
	reason VARCHAR(4000) NOT NULL, 
	note VARCHAR(4000) NOT NULL, 
	findings INTEGER NOT NULL, 
	length_s FLOAT NOT NULL, 
	video_s FLOAT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_sample_opinion PRIMARY KEY (id), 
	CONSTRAINT fk_sample_opinion_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT uq_sample_opinion_sample_id UNIQUE (sample_id), 
	CONSTRAINT fk_sample_opinion_sample_id FOREIGN KEY(sample_id) REFERENCES blind_sample (id) ON DELETE CASCADE, 
	CONSTRAINT fk_sample_opinion_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_sample_opinion_session_id ON sample_opinion (session_id)
CREATE TABLE sample_verdict (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	sample_id CHAR(32) NOT NULL, 
	moderator_id CHAR(32), 
	kind VARCHAR(40), 
	reason VARCHAR(40), 
	type VARCHAR(40), 
	onset_s FLOAT NOT NULL, 
	offset_s FLOAT NOT NULL, 
	violation_ids JSON NOT NULL, 
	signal_ids JSON NOT NULL, 
	takes_back CHAR(32), 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_sample_verdict PRIMARY KEY (id), 
	CONSTRAINT fk_sample_verdict_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_sample_verdict_sample_id FOREIGN KEY(sample_id) REFERENCES blind_sample (id) ON DELETE CASCADE, 
	CONSTRAINT fk_sample_verdict_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_sample_verdict_sample_id ON sample_verdict (sample_id)
CREATE INDEX ix_sample_verdict_session_id ON sample_verdict (session_id)
CREATE TABLE appeal_answer (
	id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	appeal_id CHAR(32) NOT NULL, 
	moderator_id CHAR(32), 
	outcome VARCHAR(40) NOT NULL, 
	words VARCHAR(4000) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_appeal_answer PRIMARY KEY (id), 
	CONSTRAINT fk_appeal_answer_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT uq_appeal_answer_appeal_id UNIQUE (appeal_id), 
	CONSTRAINT fk_appeal_answer_appeal_id FOREIGN KEY(appeal_id) REFERENCES appeal (id) ON DELETE CASCADE, 
	CONSTRAINT fk_appeal_answer_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_appeal_answer_at ON appeal_answer (at)
CREATE INDEX ix_appeal_answer_session_id ON appeal_answer (session_id)
-- postgresql
CREATE TABLE chain_end (
	id INTEGER NOT NULL, 
	number BIGINT NOT NULL, 
	link VARCHAR(64) NOT NULL, 
	key_id VARCHAR(16) NOT NULL, 
	seal VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_chain_end PRIMARY KEY (id)
)
CREATE TABLE chain_log (
	number BIGINT NOT NULL, 
	chain_id UUID NOT NULL, 
	records INTEGER NOT NULL, 
	head VARCHAR(64) NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	key_id VARCHAR(16) NOT NULL, 
	link VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_chain_log PRIMARY KEY (number)
)
CREATE INDEX ix_chain_log_chain ON chain_log (chain_id, number)
CREATE TABLE chain_record (
	chain_id UUID NOT NULL, 
	number INTEGER NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	object_id UUID NOT NULL, 
	version INTEGER NOT NULL, 
	action VARCHAR(40) NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	salt VARCHAR(32), 
	record_sha256 VARCHAR(64) NOT NULL, 
	key_id VARCHAR(16) NOT NULL, 
	link VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_chain_record PRIMARY KEY (chain_id, number)
)
CREATE INDEX ix_chain_record_object ON chain_record (chain_id, object_id)
CREATE TABLE database_identity (
	id INTEGER NOT NULL, 
	database_id UUID NOT NULL, 
	generation INTEGER NOT NULL, 
	token VARCHAR(32) NOT NULL, 
	restored_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_database_identity PRIMARY KEY (id)
)
CREATE TABLE erased_session (
	id_sha256 VARCHAR(64) NOT NULL, 
	erased_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_erased_session PRIMARY KEY (id_sha256)
)
CREATE TABLE overwrite_due (
	table_name VARCHAR(63) NOT NULL, 
	since TIMESTAMP WITH TIME ZONE NOT NULL, 
	times INTEGER NOT NULL, 
	CONSTRAINT pk_overwrite_due PRIMARY KEY (table_name)
)
CREATE TABLE policy (
	sha256 VARCHAR(64) NOT NULL, 
	profile VARCHAR(40) NOT NULL, 
	version INTEGER NOT NULL, 
	content JSONB NOT NULL, 
	first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_policy PRIMARY KEY (sha256)
)
CREATE TABLE sign_in_throttle (
	id UUID NOT NULL, 
	key VARCHAR(64) NOT NULL, 
	tries INTEGER NOT NULL, 
	last_tried_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	blocked_until TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_sign_in_throttle PRIMARY KEY (id), 
	CONSTRAINT uq_sign_in_throttle_key UNIQUE (key)
)
CREATE INDEX ix_sign_in_throttle_last_tried_at ON sign_in_throttle (last_tried_at)
CREATE TABLE statistics_change (
	counted INTEGER NOT NULL, 
	flagged INTEGER NOT NULL, 
	allegations INTEGER NOT NULL, 
	sessions INTEGER NOT NULL, 
	approved INTEGER NOT NULL, 
	rejected INTEGER NOT NULL, 
	waiting INTEGER NOT NULL, 
	confirmed INTEGER NOT NULL, 
	dismissed INTEGER NOT NULL, 
	unsure INTEGER NOT NULL, 
	id BIGSERIAL NOT NULL, 
	survey_id UUID NOT NULL, 
	fact VARCHAR(20) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	since TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_statistics_change PRIMARY KEY (id)
)
CREATE TABLE statistics_rollup (
	counted INTEGER NOT NULL, 
	flagged INTEGER NOT NULL, 
	allegations INTEGER NOT NULL, 
	sessions INTEGER NOT NULL, 
	approved INTEGER NOT NULL, 
	rejected INTEGER NOT NULL, 
	waiting INTEGER NOT NULL, 
	confirmed INTEGER NOT NULL, 
	dismissed INTEGER NOT NULL, 
	unsure INTEGER NOT NULL, 
	level INTEGER NOT NULL, 
	fact VARCHAR(20) NOT NULL, 
	survey_id UUID NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	since TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_statistics_rollup PRIMARY KEY (level, fact, survey_id, at, kind, since)
)
CREATE INDEX ix_statistics_rollup_empty ON statistics_rollup (level) WHERE counted = 0
CREATE TABLE user_account (
	id UUID NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	display_name VARCHAR(200) NOT NULL, 
	email VARCHAR(320), 
	role VARCHAR(40) NOT NULL, 
	password_hash VARCHAR(400), 
	is_active BOOLEAN NOT NULL, 
	is_demo BOOLEAN NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	language VARCHAR(35), 
	CONSTRAINT pk_user_account PRIMARY KEY (id), 
	CONSTRAINT uq_user_account_name UNIQUE (name)
)
CREATE TABLE audit_event (
	id UUID NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	actor_id UUID, 
	action VARCHAR(60) NOT NULL, 
	object_type VARCHAR(40) NOT NULL, 
	object_id VARCHAR(80) NOT NULL, 
	detail VARCHAR(1000) NOT NULL, 
	detail_code VARCHAR(40), 
	detail_values JSONB, 
	part_of UUID, 
	CONSTRAINT pk_audit_event PRIMARY KEY (id), 
	CONSTRAINT fk_audit_event_actor_id FOREIGN KEY(actor_id) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_audit_event_action ON audit_event (action, at, id)
CREATE INDEX ix_audit_event_actor ON audit_event (actor_id, at)
CREATE INDEX ix_audit_event_at ON audit_event (at, id)
CREATE INDEX ix_audit_event_object ON audit_event (object_id, at)
CREATE INDEX ix_audit_event_part_of ON audit_event (part_of) WHERE part_of IS NOT NULL
CREATE TABLE external_person (
	id UUID NOT NULL, 
	platform VARCHAR(80) NOT NULL, 
	external_id VARCHAR(200) NOT NULL, 
	user_id UUID NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_external_person PRIMARY KEY (id), 
	CONSTRAINT uq_external_person_platform_external_id UNIQUE (platform, external_id), 
	CONSTRAINT fk_external_person_user_id FOREIGN KEY(user_id) REFERENCES user_account (id) ON DELETE CASCADE
)
CREATE INDEX ix_external_person_user_id ON external_person (user_id)
CREATE TABLE idempotent_answer (
	id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	platform VARCHAR(80), 
	key_hash VARCHAR(64) NOT NULL, 
	request_hash VARCHAR(64) NOT NULL, 
	status INTEGER, 
	body JSONB, 
	created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_idempotent_answer PRIMARY KEY (id), 
	CONSTRAINT uq_idempotent_answer_user_id_key_hash UNIQUE (user_id, key_hash), 
	CONSTRAINT fk_idempotent_answer_user_id FOREIGN KEY(user_id) REFERENCES user_account (id) ON DELETE CASCADE
)
CREATE INDEX ix_idempotent_answer_created_at ON idempotent_answer (created_at)
CREATE UNIQUE INDEX uq_idempotent_answer_platform ON idempotent_answer (platform, key_hash)
CREATE TABLE invitation (
	id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	token_hash VARCHAR(64) NOT NULL, 
	created_by UUID, 
	created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	used_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_invitation PRIMARY KEY (id), 
	CONSTRAINT fk_invitation_user_id FOREIGN KEY(user_id) REFERENCES user_account (id) ON DELETE CASCADE, 
	CONSTRAINT uq_invitation_token_hash UNIQUE (token_hash), 
	CONSTRAINT fk_invitation_created_by FOREIGN KEY(created_by) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_invitation_user_id ON invitation (user_id)
CREATE TABLE queue_mail (
	id UUID NOT NULL, 
	moderator_id UUID NOT NULL, 
	address VARCHAR(254) NOT NULL, 
	mailed_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_queue_mail PRIMARY KEY (id), 
	CONSTRAINT uq_queue_mail_moderator_id UNIQUE (moderator_id), 
	CONSTRAINT fk_queue_mail_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE CASCADE
)
CREATE TABLE saved_queue_view (
	id UUID NOT NULL, 
	moderator_id UUID NOT NULL, 
	name VARCHAR(60) NOT NULL, 
	choices JSONB NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_saved_queue_view PRIMARY KEY (id), 
	CONSTRAINT uq_saved_queue_view_moderator_id_name UNIQUE (moderator_id, name), 
	CONSTRAINT fk_saved_queue_view_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE CASCADE
)
CREATE TABLE sign_in (
	id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	token_hash VARCHAR(64) NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	revoked_at TIMESTAMP WITH TIME ZONE, 
	address_hash VARCHAR(64) NOT NULL, 
	browser VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_sign_in PRIMARY KEY (id), 
	CONSTRAINT fk_sign_in_user_id FOREIGN KEY(user_id) REFERENCES user_account (id) ON DELETE CASCADE, 
	CONSTRAINT uq_sign_in_token_hash UNIQUE (token_hash)
)
CREATE INDEX ix_sign_in_user_id ON sign_in (user_id)
CREATE TABLE survey (
	id UUID NOT NULL, 
	platform VARCHAR(80) DEFAULT '' NOT NULL, 
	slug VARCHAR(80) NOT NULL, 
	version INTEGER NOT NULL, 
	title VARCHAR(200) NOT NULL, 
	definition JSONB NOT NULL, 
	proctoring_enabled BOOLEAN NOT NULL, 
	policy VARCHAR(40) NOT NULL, 
	policy_values JSONB DEFAULT '{}' NOT NULL, 
	recording_mode VARCHAR(40) NOT NULL, 
	allow_without_camera BOOLEAN NOT NULL, 
	hybrid_unflagged VARCHAR(40) NOT NULL, 
	minors VARCHAR(40) DEFAULT 'unsupported' NOT NULL, 
	moderator_instructions VARCHAR(4000) DEFAULT '' NOT NULL, 
	rejection_reasons VARCHAR(2000) DEFAULT '' NOT NULL, 
	escalation_reasons VARCHAR(2000) DEFAULT '' NOT NULL, 
	is_open BOOLEAN NOT NULL, 
	is_demo BOOLEAN NOT NULL, 
	created_by UUID, 
	created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_survey PRIMARY KEY (id), 
	CONSTRAINT uq_survey_platform_slug_version UNIQUE (platform, slug, version), 
	CONSTRAINT fk_survey_created_by FOREIGN KEY(created_by) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE TABLE webhook (
	id UUID NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	url VARCHAR(500) NOT NULL, 
	platform VARCHAR(80), 
	created_by UUID, 
	created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	ended_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_webhook PRIMARY KEY (id), 
	CONSTRAINT fk_webhook_created_by FOREIGN KEY(created_by) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE TABLE accommodation (
	id UUID NOT NULL, 
	taker_id UUID NOT NULL, 
	survey_id UUID, 
	eased JSONB NOT NULL, 
	set_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_accommodation PRIMARY KEY (id), 
	CONSTRAINT fk_accommodation_taker_id FOREIGN KEY(taker_id) REFERENCES user_account (id) ON DELETE CASCADE, 
	CONSTRAINT fk_accommodation_survey_id FOREIGN KEY(survey_id) REFERENCES survey (id) ON DELETE CASCADE
)
CREATE INDEX ix_accommodation_taker_id ON accommodation (taker_id)
CREATE TABLE survey_session (
	id UUID NOT NULL, 
	survey_id UUID NOT NULL, 
	taker_id UUID NOT NULL, 
	status VARCHAR(40) NOT NULL, 
	watched_by VARCHAR(40) NOT NULL, 
	platform VARCHAR(80), 
	proctoring_enabled BOOLEAN NOT NULL, 
	without_by_choice BOOLEAN NOT NULL, 
	recording_mode VARCHAR(40) NOT NULL, 
	policy_sha256 VARCHAR(64) NOT NULL, 
	initial_face_verified BOOLEAN NOT NULL, 
	face_reference_image VARCHAR(200), 
	reference_bytes INTEGER, 
	reference_sha256 VARCHAR(64), 
	baseline JSONB, 
	violations_count INTEGER NOT NULL, 
	flagged_for_review BOOLEAN NOT NULL, 
	phone_check_available BOOLEAN, 
	coverage FLOAT, 
	observation_log VARCHAR(200), 
	observation_log_bytes INTEGER, 
	observation_log_sha256 JSONB, 
	snapshots INTEGER DEFAULT '0' NOT NULL, 
	snapshot_bytes BIGINT DEFAULT '0' NOT NULL, 
	current_question INTEGER NOT NULL, 
	new_reference_allowed BOOLEAN NOT NULL, 
	is_demo BOOLEAN NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	started_at TIMESTAMP WITH TIME ZONE, 
	submitted_at TIMESTAMP WITH TIME ZONE, 
	ended_at TIMESTAMP WITH TIME ZONE, 
	last_seen_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_survey_session PRIMARY KEY (id), 
	CONSTRAINT fk_survey_session_survey_id FOREIGN KEY(survey_id) REFERENCES survey (id), 
	CONSTRAINT fk_survey_session_taker_id FOREIGN KEY(taker_id) REFERENCES user_account (id), 
	CONSTRAINT fk_survey_session_policy_sha256 FOREIGN KEY(policy_sha256) REFERENCES policy (sha256)
)
CREATE INDEX ix_survey_session_handed_in ON survey_session (submitted_at, proctoring_enabled, flagged_for_review, violations_count, survey_id, id) WHERE submitted_at IS NOT NULL
CREATE INDEX ix_survey_session_status ON survey_session (status, created_at)
CREATE INDEX ix_survey_session_submitted ON survey_session (survey_id, submitted_at, id)
CREATE INDEX ix_survey_session_survey ON survey_session (survey_id, created_at)
CREATE INDEX ix_survey_session_taker ON survey_session (taker_id, created_at)
CREATE TABLE answer (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	question_id VARCHAR(80) NOT NULL, 
	value JSONB, 
	revision INTEGER NOT NULL, 
	shown_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	answered_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_answer PRIMARY KEY (id), 
	CONSTRAINT uq_answer_session_id_question_id UNIQUE (session_id, question_id), 
	CONSTRAINT fk_answer_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE
)
CREATE TABLE api_token (
	id UUID NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	scope VARCHAR(40) NOT NULL, 
	user_id UUID NOT NULL, 
	session_id UUID, 
	token_hash VARCHAR(64) NOT NULL, 
	created_by UUID, 
	created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	revoked_at TIMESTAMP WITH TIME ZONE, 
	last_used_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_api_token PRIMARY KEY (id), 
	CONSTRAINT fk_api_token_user_id FOREIGN KEY(user_id) REFERENCES user_account (id) ON DELETE CASCADE, 
	CONSTRAINT fk_api_token_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT uq_api_token_token_hash UNIQUE (token_hash), 
	CONSTRAINT fk_api_token_created_by FOREIGN KEY(created_by) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_api_token_session_id ON api_token (session_id)
CREATE INDEX ix_api_token_user_id ON api_token (user_id)
CREATE TABLE blind_sample (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	share FLOAT NOT NULL, 
	drawn_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	decided_at TIMESTAMP WITH TIME ZONE, 
	earlier VARCHAR(40), 
	claimed_by UUID, 
	claim_expires_at TIMESTAMP WITH TIME ZONE, 
	revision INTEGER NOT NULL, 
	ranks_since TIMESTAMP WITH TIME ZONE NOT NULL, 
	longest_s FLOAT NOT NULL, 
	unseen_share FLOAT NOT NULL, 
	closed_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_blind_sample PRIMARY KEY (id), 
	CONSTRAINT uq_blind_sample_session_id UNIQUE (session_id), 
	CONSTRAINT fk_blind_sample_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_blind_sample_claimed_by FOREIGN KEY(claimed_by) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_blind_sample_drawn ON blind_sample (drawn_at, id)
CREATE INDEX ix_blind_sample_open_claim ON blind_sample (claimed_by, id) WHERE closed_at IS NULL
CREATE INDEX ix_blind_sample_open_rank ON blind_sample (ranks_since, id) WHERE closed_at IS NULL
CREATE TABLE case_presence (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	moderator_id UUID NOT NULL, 
	seen_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_case_presence PRIMARY KEY (id), 
	CONSTRAINT uq_case_presence_session_id_moderator_id UNIQUE (session_id, moderator_id), 
	CONSTRAINT fk_case_presence_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_case_presence_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE CASCADE
)
CREATE INDEX ix_case_presence_moderator_id ON case_presence (moderator_id)
CREATE TABLE client_watch (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	sequence INTEGER NOT NULL, 
	started_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	beat_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_client_watch PRIMARY KEY (id), 
	CONSTRAINT uq_client_watch_session_id UNIQUE (session_id), 
	CONSTRAINT fk_client_watch_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE
)
CREATE TABLE consent (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	purpose VARCHAR(40) NOT NULL, 
	text_version VARCHAR(40) NOT NULL, 
	text_sha256 VARCHAR(64) NOT NULL, 
	is_given BOOLEAN NOT NULL, 
	given_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_consent PRIMARY KEY (id), 
	CONSTRAINT fk_consent_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE
)
CREATE INDEX ix_consent_session_id ON consent (session_id)
CREATE TABLE face_verification (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	is_initial BOOLEAN NOT NULL, 
	started_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	ended_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	samples INTEGER NOT NULL, 
	face_detected BOOLEAN, 
	face_count INTEGER, 
	confidence FLOAT, 
	gaze_direction VARCHAR(20), 
	yaw_deg FLOAT, 
	pitch_deg FLOAT, 
	roll_deg FLOAT, 
	mobile_detected BOOLEAN, 
	violation_type VARCHAR(40), 
	signal VARCHAR(40), 
	source VARCHAR(20) NOT NULL, 
	CONSTRAINT pk_face_verification PRIMARY KEY (id), 
	CONSTRAINT fk_face_verification_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE
)
CREATE INDEX ix_face_verification_session ON face_verification (session_id, started_at)
CREATE TABLE legal_hold (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	administrator_id UUID, 
	reason VARCHAR(4000) NOT NULL, 
	lifts UUID, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_legal_hold PRIMARY KEY (id), 
	CONSTRAINT fk_legal_hold_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_legal_hold_administrator_id FOREIGN KEY(administrator_id) REFERENCES user_account (id) ON DELETE SET NULL, 
	CONSTRAINT uq_legal_hold_lifts UNIQUE (lifts)
)
CREATE INDEX ix_legal_hold_session_id ON legal_hold (session_id)
CREATE TABLE proctor_review (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	status VARCHAR(40) NOT NULL, 
	flag_reasons JSONB NOT NULL, 
	moderator_id UUID, 
	notes VARCHAR(4000) NOT NULL, 
	colleague_note VARCHAR(4000) DEFAULT '' NOT NULL, 
	claimed_by UUID, 
	claim_expires_at TIMESTAMP WITH TIME ZONE, 
	flagged_by UUID, 
	proposed_decision VARCHAR(40), 
	revision INTEGER NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	decided_at TIMESTAMP WITH TIME ZONE, 
	ranks_since TIMESTAMP WITH TIME ZONE DEFAULT '1970-01-01 00:00:00.000000' NOT NULL, 
	longest_s FLOAT DEFAULT '0' NOT NULL, 
	unseen_share FLOAT DEFAULT '0' NOT NULL, 
	judged_at TIMESTAMP WITH TIME ZONE, 
	waited_s FLOAT, 
	CONSTRAINT pk_proctor_review PRIMARY KEY (id), 
	CONSTRAINT uq_proctor_review_session_id UNIQUE (session_id), 
	CONSTRAINT fk_proctor_review_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_proctor_review_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE SET NULL, 
	CONSTRAINT fk_proctor_review_claimed_by FOREIGN KEY(claimed_by) REFERENCES user_account (id) ON DELETE SET NULL, 
	CONSTRAINT fk_proctor_review_flagged_by FOREIGN KEY(flagged_by) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_proctor_review_created ON proctor_review (created_at, id, session_id)
CREATE INDEX ix_proctor_review_decided ON proctor_review (decided_at, id) WHERE decided_at IS NOT NULL
CREATE INDEX ix_proctor_review_decided_by ON proctor_review (moderator_id, decided_at, id) WHERE decided_at IS NOT NULL
CREATE INDEX ix_proctor_review_decided_longest ON proctor_review (longest_s, id) WHERE decided_at IS NOT NULL
CREATE INDEX ix_proctor_review_decided_unseen ON proctor_review (unseen_share, id) WHERE decided_at IS NOT NULL
CREATE INDEX ix_proctor_review_judged ON proctor_review (created_at, id, session_id) WHERE judged_at IS NOT NULL
CREATE INDEX ix_proctor_review_open ON proctor_review (created_at, id) WHERE status IN ('pending', 'flagged')
CREATE INDEX ix_proctor_review_open_longest ON proctor_review (longest_s, id) WHERE status IN ('pending', 'flagged')
CREATE INDEX ix_proctor_review_open_rank ON proctor_review (ranks_since, id) WHERE status IN ('pending', 'flagged')
CREATE INDEX ix_proctor_review_open_unseen ON proctor_review (unseen_share, id) WHERE status IN ('pending', 'flagged')
CREATE INDEX ix_proctor_review_waited ON proctor_review (decided_at, waited_s, session_id) WHERE decided_at IS NOT NULL
CREATE TABLE session_message (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	author_id UUID, 
	kind VARCHAR(40) NOT NULL, 
	sentence VARCHAR(300) NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_session_message PRIMARY KEY (id), 
	CONSTRAINT fk_session_message_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_session_message_author_id FOREIGN KEY(author_id) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_session_message_session ON session_message (session_id, at)
CREATE TABLE session_recording (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	source VARCHAR(40) NOT NULL, 
	mode VARCHAR(40) NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	failure VARCHAR(500) NOT NULL, 
	failure_codes JSONB, 
	media_key VARCHAR(200), 
	media_type VARCHAR(80) NOT NULL, 
	sha256 VARCHAR(64), 
	size_bytes BIGINT NOT NULL, 
	codec VARCHAR(20), 
	width INTEGER, 
	height INTEGER, 
	start_s FLOAT NOT NULL, 
	is_start_told BOOLEAN NOT NULL, 
	duration_s FLOAT, 
	violations_by_type JSONB NOT NULL, 
	thumbnails_key VARCHAR(200), 
	thumbnails_sha256 VARCHAR(64), 
	thumbnails_bytes INTEGER NOT NULL, 
	segments INTEGER NOT NULL, 
	chain_sha256 VARCHAR(64) NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	closed_at TIMESTAMP WITH TIME ZONE, 
	processed_at TIMESTAMP WITH TIME ZONE, 
	erased_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_session_recording PRIMARY KEY (id), 
	CONSTRAINT fk_session_recording_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE
)
CREATE UNIQUE INDEX ix_session_recording_live ON session_recording (session_id) WHERE source = 'live'
CREATE INDEX ix_session_recording_session ON session_recording (session_id, created_at)
CREATE INDEX ix_session_recording_state ON session_recording (state, created_at)
CREATE TABLE signal (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	onset_s FLOAT NOT NULL, 
	offset_s FLOAT, 
	started_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	ended_at TIMESTAMP WITH TIME ZONE, 
	reason VARCHAR(500) NOT NULL, 
	reason_code VARCHAR(40), 
	reason_numbers JSONB, 
	CONSTRAINT pk_signal PRIMARY KEY (id), 
	CONSTRAINT fk_signal_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE
)
CREATE INDEX ix_signal_session ON signal (session_id, started_at)
CREATE TABLE violation (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	type VARCHAR(40) NOT NULL, 
	onset_s FLOAT NOT NULL, 
	offset_s FLOAT, 
	peak_s FLOAT NOT NULL, 
	started_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	ended_at TIMESTAMP WITH TIME ZONE, 
	confidence FLOAT NOT NULL, 
	measured FLOAT, 
	"limit" FLOAT, 
	looks INTEGER NOT NULL, 
	positive INTEGER NOT NULL, 
	reason VARCHAR(500) NOT NULL, 
	reason_code VARCHAR(40), 
	reason_numbers JSONB, 
	source VARCHAR(20) NOT NULL, 
	server_look JSONB, 
	is_confirmed BOOLEAN, 
	snapshot_refused VARCHAR(40), 
	CONSTRAINT pk_violation PRIMARY KEY (id), 
	CONSTRAINT fk_violation_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE
)
CREATE INDEX ix_violation_session ON violation (session_id, started_at)
CREATE INDEX ix_violation_started ON violation (started_at, type, session_id)
CREATE INDEX ix_violation_type ON violation (type, session_id)
CREATE TABLE webhook_delivery (
	id UUID NOT NULL, 
	webhook_id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	event VARCHAR(40) NOT NULL, 
	payload JSONB NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	tries INTEGER NOT NULL, 
	next_try_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	status INTEGER, 
	error VARCHAR(200) NOT NULL, 
	CONSTRAINT pk_webhook_delivery PRIMARY KEY (id), 
	CONSTRAINT fk_webhook_delivery_webhook_id FOREIGN KEY(webhook_id) REFERENCES webhook (id) ON DELETE CASCADE, 
	CONSTRAINT fk_webhook_delivery_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE
)
CREATE INDEX ix_webhook_delivery_created_at ON webhook_delivery (created_at, id)
CREATE INDEX ix_webhook_delivery_due ON webhook_delivery (next_try_at) WHERE state = 'waiting'
CREATE INDEX ix_webhook_delivery_session_id ON webhook_delivery (session_id)
CREATE TABLE added_incident (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	review_id UUID NOT NULL, 
	moderator_id UUID, 
	type VARCHAR(40) NOT NULL, 
	onset_s FLOAT NOT NULL, 
	offset_s FLOAT NOT NULL, 
	takes_back UUID, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_added_incident PRIMARY KEY (id), 
	CONSTRAINT fk_added_incident_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_added_incident_review_id FOREIGN KEY(review_id) REFERENCES proctor_review (id) ON DELETE CASCADE, 
	CONSTRAINT fk_added_incident_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_added_incident_review_id ON added_incident (review_id)
CREATE INDEX ix_added_incident_session ON added_incident (session_id, at)
CREATE TABLE appeal (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	review_id UUID NOT NULL, 
	decided_by UUID, 
	words VARCHAR(4000) NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	answer_by TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_appeal PRIMARY KEY (id), 
	CONSTRAINT uq_appeal_session_id UNIQUE (session_id), 
	CONSTRAINT fk_appeal_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_appeal_review_id FOREIGN KEY(review_id) REFERENCES proctor_review (id) ON DELETE CASCADE, 
	CONSTRAINT fk_appeal_decided_by FOREIGN KEY(decided_by) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_appeal_review_id ON appeal (review_id)
CREATE TABLE evidence (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	violation_id UUID NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	media_key VARCHAR(200) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	size_bytes INTEGER NOT NULL, 
	width INTEGER NOT NULL, 
	height INTEGER NOT NULL, 
	taken_s FLOAT NOT NULL, 
	face_boxes JSONB, 
	brightness FLOAT, 
	overexposed FLOAT, 
	frames_per_s FLOAT, 
	CONSTRAINT pk_evidence PRIMARY KEY (id), 
	CONSTRAINT uq_evidence_violation_id_kind UNIQUE (violation_id, kind), 
	CONSTRAINT fk_evidence_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_evidence_violation_id FOREIGN KEY(violation_id) REFERENCES violation (id) ON DELETE CASCADE
)
CREATE INDEX ix_evidence_session ON evidence (session_id, taken_s)
CREATE TABLE face_mute (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	review_id UUID NOT NULL, 
	moderator_id UUID, 
	violation_id UUID NOT NULL, 
	face_box JSONB NOT NULL, 
	takes_back UUID, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_face_mute PRIMARY KEY (id), 
	CONSTRAINT fk_face_mute_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_face_mute_review_id FOREIGN KEY(review_id) REFERENCES proctor_review (id) ON DELETE CASCADE, 
	CONSTRAINT fk_face_mute_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_face_mute_review_id ON face_mute (review_id)
CREATE INDEX ix_face_mute_session ON face_mute (session_id, at)
CREATE TABLE held_decision (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	review_id UUID, 
	sample_id UUID, 
	moderator_id UUID, 
	decision VARCHAR(40) NOT NULL, 
	reason VARCHAR(4000) NOT NULL, 
	note VARCHAR(4000) NOT NULL, 
	revision INTEGER NOT NULL, 
	made_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	announce_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_held_decision PRIMARY KEY (id), 
	CONSTRAINT fk_held_decision_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT uq_held_decision_review_id UNIQUE (review_id), 
	CONSTRAINT fk_held_decision_review_id FOREIGN KEY(review_id) REFERENCES proctor_review (id) ON DELETE CASCADE, 
	CONSTRAINT uq_held_decision_sample_id UNIQUE (sample_id), 
	CONSTRAINT fk_held_decision_sample_id FOREIGN KEY(sample_id) REFERENCES blind_sample (id) ON DELETE CASCADE, 
	CONSTRAINT fk_held_decision_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_held_decision_session_id ON held_decision (session_id)
CREATE TABLE incident_verdict (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	review_id UUID NOT NULL, 
	moderator_id UUID, 
	kind VARCHAR(40), 
	reason VARCHAR(40), 
	type VARCHAR(40), 
	onset_s FLOAT NOT NULL, 
	offset_s FLOAT NOT NULL, 
	violation_ids JSONB NOT NULL, 
	signal_ids JSONB NOT NULL, 
	takes_back UUID, 
	batch_id UUID, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_incident_verdict PRIMARY KEY (id), 
	CONSTRAINT fk_incident_verdict_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_incident_verdict_review_id FOREIGN KEY(review_id) REFERENCES proctor_review (id) ON DELETE CASCADE, 
	CONSTRAINT fk_incident_verdict_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_incident_verdict_batch ON incident_verdict (moderator_id, at, batch_id) WHERE batch_id IS NOT NULL
CREATE INDEX ix_incident_verdict_kind ON incident_verdict (kind, session_id)
CREATE INDEX ix_incident_verdict_review_id ON incident_verdict (review_id)
CREATE INDEX ix_incident_verdict_session ON incident_verdict (session_id, at)
CREATE TABLE recording_analysis (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	recording_id UUID NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	tries INTEGER NOT NULL, 
	worker VARCHAR(120) NOT NULL, 
	lease_until TIMESTAMP WITH TIME ZONE, 
	rewritten_at TIMESTAMP WITH TIME ZONE, 
	progress FLOAT NOT NULL, 
	last_error VARCHAR(500) NOT NULL, 
	last_error_codes JSONB, 
	differences JSONB, 
	created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	finished_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_recording_analysis PRIMARY KEY (id), 
	CONSTRAINT fk_recording_analysis_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT uq_recording_analysis_recording_id UNIQUE (recording_id), 
	CONSTRAINT fk_recording_analysis_recording_id FOREIGN KEY(recording_id) REFERENCES session_recording (id) ON DELETE CASCADE
)
CREATE INDEX ix_recording_analysis_session_id ON recording_analysis (session_id)
CREATE INDEX ix_recording_analysis_state ON recording_analysis (state, created_at)
CREATE TABLE recording_segment (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	recording_id UUID NOT NULL, 
	number INTEGER NOT NULL, 
	media_key VARCHAR(200), 
	start_s FLOAT NOT NULL, 
	duration_s FLOAT NOT NULL, 
	size_bytes INTEGER NOT NULL, 
	frames INTEGER NOT NULL, 
	codec VARCHAR(20) NOT NULL, 
	width INTEGER NOT NULL, 
	height INTEGER NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	link_sha256 VARCHAR(64) NOT NULL, 
	erased_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_recording_segment PRIMARY KEY (id), 
	CONSTRAINT uq_recording_segment_recording_id_number UNIQUE (recording_id, number), 
	CONSTRAINT fk_recording_segment_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_recording_segment_recording_id FOREIGN KEY(recording_id) REFERENCES session_recording (id) ON DELETE CASCADE
)
CREATE INDEX ix_recording_segment_session ON recording_segment (session_id)
CREATE TABLE recording_upload (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	length BIGINT NOT NULL, 
	started_s FLOAT, 
	upload_metadata VARCHAR(4000), 
	created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	completed_at TIMESTAMP WITH TIME ZONE, 
	sha256 VARCHAR(64), 
	recording_id UUID, 
	CONSTRAINT pk_recording_upload PRIMARY KEY (id), 
	CONSTRAINT fk_recording_upload_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_recording_upload_recording_id FOREIGN KEY(recording_id) REFERENCES session_recording (id) ON DELETE CASCADE
)
CREATE INDEX ix_recording_upload_expires_at ON recording_upload (expires_at)
CREATE INDEX ix_recording_upload_session_id ON recording_upload (session_id)
CREATE TABLE rejection_proposal (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	review_id UUID NOT NULL, 
	proposed_by UUID, 
	opposed_by UUID, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_rejection_proposal PRIMARY KEY (id), 
	CONSTRAINT fk_rejection_proposal_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT uq_rejection_proposal_review_id UNIQUE (review_id), 
	CONSTRAINT fk_rejection_proposal_review_id FOREIGN KEY(review_id) REFERENCES proctor_review (id) ON DELETE CASCADE, 
	CONSTRAINT fk_rejection_proposal_proposed_by FOREIGN KEY(proposed_by) REFERENCES user_account (id) ON DELETE SET NULL, 
	CONSTRAINT fk_rejection_proposal_opposed_by FOREIGN KEY(opposed_by) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_rejection_proposal_session_id ON rejection_proposal (session_id)
CREATE TABLE review_event (
	id UUID NOT NULL, 
	review_id UUID NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	author_id UUID, 
	notes VARCHAR(4000) NOT NULL, 
	reason_code VARCHAR(40), 
	reason_numbers JSONB, 
	colleague_note VARCHAR(4000) DEFAULT '' NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_review_event PRIMARY KEY (id), 
	CONSTRAINT fk_review_event_review_id FOREIGN KEY(review_id) REFERENCES proctor_review (id) ON DELETE CASCADE, 
	CONSTRAINT fk_review_event_author_id FOREIGN KEY(author_id) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_review_event_decision ON review_event (at, kind) WHERE kind IN ('approve', 'reject', 'flag')
CREATE INDEX ix_review_event_proposal ON review_event (at) WHERE kind = 'proposed'
CREATE INDEX ix_review_event_review ON review_event (review_id, at)
CREATE TABLE sample_addition (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	sample_id UUID NOT NULL, 
	moderator_id UUID, 
	type VARCHAR(40) NOT NULL, 
	onset_s FLOAT NOT NULL, 
	offset_s FLOAT NOT NULL, 
	takes_back UUID, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_sample_addition PRIMARY KEY (id), 
	CONSTRAINT fk_sample_addition_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_sample_addition_sample_id FOREIGN KEY(sample_id) REFERENCES blind_sample (id) ON DELETE CASCADE, 
	CONSTRAINT fk_sample_addition_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_sample_addition_sample_id ON sample_addition (sample_id)
CREATE INDEX ix_sample_addition_session_id ON sample_addition (session_id)
CREATE TABLE sample_mute (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	sample_id UUID NOT NULL, 
	moderator_id UUID, 
	violation_id UUID NOT NULL, 
	face_box JSONB NOT NULL, 
	takes_back UUID, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_sample_mute PRIMARY KEY (id), 
	CONSTRAINT fk_sample_mute_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_sample_mute_sample_id FOREIGN KEY(sample_id) REFERENCES blind_sample (id) ON DELETE CASCADE, 
	CONSTRAINT fk_sample_mute_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_sample_mute_sample_id ON sample_mute (sample_id)
CREATE INDEX ix_sample_mute_session_id ON sample_mute (session_id)
CREATE TABLE sample_opinion (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	sample_id UUID NOT NULL, 
	moderator_id UUID, 
	decision VARCHAR(40) NOT NULL, 
	reason VARCHAR(4000) NOT NULL, 
	note VARCHAR(4000) NOT NULL, 
	findings INTEGER NOT NULL, 
	length_s FLOAT NOT NULL, 
	video_s FLOAT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_sample_opinion PRIMARY KEY (id), 
	CONSTRAINT fk_sample_opinion_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT uq_sample_opinion_sample_id UNIQUE (sample_id), 
	CONSTRAINT fk_sample_opinion_sample_id FOREIGN KEY(sample_id) REFERENCES blind_sample (id) ON DELETE CASCADE, 
	CONSTRAINT fk_sample_opinion_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_sample_opinion_session_id ON sample_opinion (session_id)
CREATE TABLE sample_verdict (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	sample_id UUID NOT NULL, 
	moderator_id UUID, 
	kind VARCHAR(40), 
	reason VARCHAR(40), 
	type VARCHAR(40), 
	onset_s FLOAT NOT NULL, 
	offset_s FLOAT NOT NULL, 
	violation_ids JSONB NOT NULL, 
	signal_ids JSONB NOT NULL, 
	takes_back UUID, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_sample_verdict PRIMARY KEY (id), 
	CONSTRAINT fk_sample_verdict_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT fk_sample_verdict_sample_id FOREIGN KEY(sample_id) REFERENCES blind_sample (id) ON DELETE CASCADE, 
	CONSTRAINT fk_sample_verdict_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_sample_verdict_sample_id ON sample_verdict (sample_id)
CREATE INDEX ix_sample_verdict_session_id ON sample_verdict (session_id)
CREATE TABLE appeal_answer (
	id UUID NOT NULL, 
	session_id UUID NOT NULL, 
	appeal_id UUID NOT NULL, 
	moderator_id UUID, 
	outcome VARCHAR(40) NOT NULL, 
	words VARCHAR(4000) NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_appeal_answer PRIMARY KEY (id), 
	CONSTRAINT fk_appeal_answer_session_id FOREIGN KEY(session_id) REFERENCES survey_session (id) ON DELETE CASCADE, 
	CONSTRAINT uq_appeal_answer_appeal_id UNIQUE (appeal_id), 
	CONSTRAINT fk_appeal_answer_appeal_id FOREIGN KEY(appeal_id) REFERENCES appeal (id) ON DELETE CASCADE, 
	CONSTRAINT fk_appeal_answer_moderator_id FOREIGN KEY(moderator_id) REFERENCES user_account (id) ON DELETE SET NULL
)
CREATE INDEX ix_appeal_answer_at ON appeal_answer (at)
CREATE INDEX ix_appeal_answer_session_id ON appeal_answer (session_id)
