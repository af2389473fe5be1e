"""What states, steps and events are called on the screen."""

# Stands on every letter, document and screen of a demonstration.
SIMULATED = "MÔ PHỎNG"

EVENT_NAMES = {
    "opened": "mở kỳ",
    "notice": "gửi",
    "filed": "đã nộp",
    "returned": "trả lại",
    "cancelled": "hủy thông báo",
    "late": "quá hạn",
    "missed": "bỏ qua bước",
    "closed": "kết thúc",
}
KIND_NAMES = {
    "duty": "nhiệm vụ",
    "report": "báo cáo",
    "target": "chỉ tiêu",
    "goal": "mục tiêu",
    "artefact": "tài liệu kèm theo",
}
NOTICE_STATE_NAMES = {
    "pending": "chờ gửi",
    "held": "chờ duyệt",
    "sent": "đã gửi",
    "failed": "không gửi được",
    "cancelled": "đã hủy",
}
MESSAGE_STATE_NAMES = {
    "pending": "chờ gửi lại",
    "sending": "đang gửi",
    "sent": "đã gửi",
    "failed": "không gửi được",
    "unknown": "chưa rõ đã đi chưa",
}
OBLIGATION_STATE_NAMES = {
    "open": "đang chờ",
    "submitted": "đã nộp",
    "returned": "trả lại",
    "accepted": "đã chấp nhận",
    "withdrawn": "đã rút",
    "historic": "trước khi đăng ký",
    "suspended": "tạm dừng",
}
REPORT_STATE_NAMES = {
    "submitted": "đã nộp",
    "accepted": "đã chấp nhận",
    "returned": "trả lại",
    "adjustment": "điều chỉnh kỳ trước",
}
# By what road a report came.
ROAD_NAMES = {
    "system": "phần mềm",
    "paper": "văn bản giấy",
    "mail": "thư điện tử",
    "document-system": "hệ thống quản lý văn bản",
    "phone": "điện thoại",
}
# What the facts are called when a person asks why.
ATTRIBUTE_NAMES = {
    "directive": "văn bản",
    "duty": "nhiệm vụ",
    "bearer_kind": "loại đơn vị",
    "state": "trạng thái",
    "recurring": "định kỳ",
    "has_via": "gửi qua nơi tổng hợp",
    "cycle": "lần tính hạn",
    "rung": "bước đã nhắc",
    "opened": "đã mở kỳ",
    "lead_days": "số ngày từ lúc mở đến hạn",
    "working_days_to_aim": "số ngày làm việc còn lại",
    "days_to_due": "số ngày đến hạn",
    "late": "đã quá hạn",
    "working_days_late": "số ngày làm việc quá hạn",
    "punctual_rounds": "số kỳ đúng hạn liên tiếp",
    "working_days_to_reply": "số ngày làm việc đến ngày hẹn gửi lại",
    "total": "tổng số báo cáo của đợt",
    "received": "số báo cáo đã ghi nhận",
    "missing": "số báo cáo chưa ghi nhận",
    "missing_late": "số báo cáo quá hạn",
    "ready": "đã đủ báo cáo",
    "inputs_working_days_late": "số ngày làm việc các báo cáo đã quá hạn",
    "changed": "tình hình có thay đổi",
    "figures_known": "đã có số liệu",
    "reached": "đã đạt",
    "months_past_due": "số tháng sau hạn",
    "received_at": "thời điểm nhận báo cáo",
    "retracted": "được người phụ trách rút lại",
    "undone": "việc ghi nhận đã bị hủy",
}
OPERATOR_NAMES = {
    "eq": "bằng",
    "neq": "khác",
    "lt": "nhỏ hơn",
    "lte": "không quá",
    "gt": "lớn hơn",
    "gte": "từ",
}
POST_NAMES = {
    "chair": "Chủ tịch",
    "vice-chair": "Phó Chủ tịch",
    "officer": "công chức, cán bộ phụ trách",
    "mailbox": "văn thư",
    "specialist": "chuyên viên",
    "office-head": "Chánh Văn phòng",
    "director": "Giám đốc",
    "leader": "lãnh đạo phụ trách",
}
