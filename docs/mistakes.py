"""Mistakes a clerk makes when entering a dispatch, and the remedy in the clerk's words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    """`before` in `file` becomes `after`; an empty `before` means the whole file."""

    title: str
    before: str
    after: str
    remedy: str
    file: str = "directive.yaml"
    encoding: str = "utf-8"

    @property
    def bytes_after(self) -> bytes:
        """What is written in place of `before`."""
        return self.after.encode(self.encoding)


_COMMUNE_DUE = "wording: trước ngày 05 hàng tháng\n      sense: before"
_TARGET_DUE = "due: {wording: đến 30/6/2024, sense: by, on: 2024-06-30}"

_PERIOD = (
    "    period:\n      due: in the next one\n"
    "      assumed: báo cáo nộp đầu tháng là của tháng trước; tháng đang chạy chưa có số liệu\n"
)
_SAME = (
    "    period:\n      due: in the next one\n      assumed: cùng kỳ với báo cáo của xã, thị trấn\n"
)

MISTAKES = (
    Mistake(
        "Khóa viết sai tên",
        "    via: bhxh-huyen\n",
        "    qua: bhxh-huyen\n",
        "Tên khóa cố định, bằng tiếng Anh; sau `allowed` là các khóa được dùng. Ở đây là `via`.",
    ),
    Mistake(
        "Thiếu một khóa bắt buộc",
        "    place: mục 1, gạch đầu dòng thứ tư\n",
        "",
        "Thêm khóa được nêu tên vào mục đó.",
    ),
    Mistake(
        "Khóa để trống",
        "    via: bhxh-huyen\n",
        "    via:\n",
        "Điền giá trị, hoặc bỏ hẳn dòng đó.",
    ),
    Mistake(
        "Một khóa ghi hai lần trong cùng một mục",
        "    via: bhxh-huyen\n",
        "    via: bhxh-huyen\n    via: ubnd-huyen\n",
        "Giữ một dòng. Hai nhiệm vụ không được trùng mã cũng vì lẽ này.",
    ),
    Mistake(
        "Trích sai chữ trong văn bản",
        "Tổng hợp báo cáo kết quả thực hiện về Ủy ban nhân dân huyện (qua",
        "Tổng hợp kết quả thực hiện về Ủy ban nhân dân huyện (qua",
        "Câu trích phải đúng từng chữ với `dispatch.txt` (không kể xuống dòng, khoảng trắng). Lời "
        "báo nêu đoạn cuối còn khớp: chữ sai nằm ngay sau đoạn đó.",
    ),
    Mistake(
        "Câu trích có ở nhiều chỗ",
        "      đồng thời tuyên truyền, vận động tham gia BHYT\n",
        "      tham gia BHYT\n",
        "Trích dài hơn cho đến khi chỉ còn một chỗ, hoặc thêm `occurrence: 2` (chỗ thứ hai).",
    ),
    Mistake(
        "Sửa văn bản gốc sau khi đã khai",
        "Tổng hợp báo cáo",
        "Tổng  hợp báo cáo",
        "`dispatch.txt` là bản gốc, không sửa. Nếu đúng là bản chép trước có lỗi thì chép lại, rồi "
        "ghi sha256 mới (lời báo nêu sẵn) vào `text.sha256`.",
        file="dispatch.txt",
    ),
    Mistake(
        "Đơn vị không có trong danh mục",
        "    via: bhxh-huyen\n",
        "    via: bhxh\n",
        "Ghi mã hoặc tên có trong `rules/bodies/`. Không có đơn vị đó thì khai ở đấy trước.",
    ),
    Mistake(
        "Tên xã viết gần đúng",
        "12-xa-can-ngheo: [Chi Thiết, Đại Phú,",
        "12-xa-can-ngheo: [Chi Thiết, Đại Phủ,",
        "Máy chỉ gợi ý, người xác nhận. Chỉ khác cách đặt dấu (Hòa/Hoà) thì được nhận luôn.",
    ),
    Mistake(
        "Loại đơn vị không có",
        "    bearers: every commune\n    action: tổng hợp, báo cáo",
        "    bearers: every xã\n    action: tổng hợp, báo cáo",
        "Sau `every` là mã loại đơn vị: `commune` là xã, phường, thị trấn.",
    ),
    Mistake(
        "Ngày không có trong lịch",
        _TARGET_DUE,
        "due: {wording: đến 30/6/2024, sense: by, on: 2024-02-31}",
        "Ghi ngày có thật, dạng năm-tháng-ngày.",
    ),
    Mistake(
        "Ngày ghi khác câu chữ",
        _TARGET_DUE,
        "due: {wording: đến 30/6/2024, sense: by, on: 2024-06-29}",
        "Ngày phải là ngày văn bản nêu. Muốn nhắc sớm hơn thì không sửa ngày: hệ thống đã tự tính "
        "ngày làm việc cuối cùng.",
    ),
    Mistake(
        "Ngày đặt trong ngoặc kép",
        _TARGET_DUE,
        'due: {wording: đến 30/6/2024, sense: by, on: "2024-06-30"}',
        "Bỏ ngoặc kép: có ngoặc là chữ, không phải ngày.",
    ),
    Mistake(
        "Có ngày mà không có câu chữ",
        "      " + _COMMUNE_DUE,
        "      sense: before",
        "Mỗi hạn phải chép nguyên cụm chữ nêu hạn vào `wording`.",
    ),
    Mistake(
        "Câu chữ nêu hạn không có trong câu trích",
        "      " + _COMMUNE_DUE,
        "      wording: trước ngày 05 mỗi tháng\n      sense: before",
        "`wording` phải là một phần của `quote`.",
    ),
    Mistake(
        "Cách hiểu trái với câu chữ",
        "      " + _COMMUNE_DUE,
        "      wording: trước ngày 05 hàng tháng\n      sense: by",
        "“trước ngày” là `before`; “đến ngày”, “chậm nhất” là `by`; “trong thời hạn” là `within`; "
        "“kịp thời” là `timely`.",
    ),
    Mistake(
        "Định kỳ mà không có kỳ đầu, kỳ cuối",
        "      last: 2024-12-05\n",
        "",
        "Ghi hạn của kỳ đầu (`first`) và kỳ cuối (`last`). Văn bản không nêu thì người nhập quyết "
        "định, nói lý do ở `assumed` và khai ở `gaps`.",
    ),
    Mistake(
        "Kỳ đầu không phải là một ngày hạn",
        "      first: 2024-05-05\n",
        "      first: 2024-05-06\n",
        "`first` và `last` phải rơi đúng vào ngày hạn; lời báo nêu ngày hạn đúng gần đó.",
    ),
    Mistake(
        "Hạn trước ngày văn bản có hiệu lực",
        "      first: 2024-05-05\n",
        "      first: 2024-04-05\n",
        "Không việc nào có hạn trước khi văn bản ra đời. Xem lại `first`, hoặc `in_force.from`.",
    ),
    Mistake(
        "Số của ngày khác câu chữ",
        "      day: 05\n",
        "      day: 06\n",
        "`day` là số ngày văn bản nêu.",
    ),
    Mistake(
        "Ngày mở nhắc việc viết không hiểu được",
        "    opens: last working day of the month before\n",
        "    opens: ngày cuối tháng trước\n",
        "Chỉ có ba cách viết, nêu sau `allowed`; N là một số.",
    ),
    Mistake(
        "Báo cáo định kỳ không nói về kỳ nào",
        _PERIOD,
        "",
        "Thêm `period`: hạn nằm trong kỳ, trong kỳ sau, trong kỳ trước, hay đếm từ khi hết kỳ.",
    ),
    Mistake(
        "Văn bản không nói rõ kỳ mà không nêu lý do",
        _PERIOD,
        "    period: {due: in the next one}\n",
        "“Ngày 05 hàng tháng” không cho biết báo cáo của tháng nào: thêm lý do ở `assumed`, hoặc "
        "trích chữ nói rõ kỳ vào `wording`.",
    ),
    Mistake(
        "Tổng hợp các kỳ khác với báo cáo được tổng hợp",
        _SAME,
        _SAME.replace("in the next one", "in it"),
        "Nơi tổng hợp và báo cáo nó tổng hợp phải nói về cùng các kỳ.",
    ),
    Mistake(
        "Nơi tổng hợp phải nộp trước báo cáo nó tổng hợp",
        "      " + _COMMUNE_DUE + "\n      every: month\n      day: 05\n"
        "      first: 2024-05-05\n      last: 2024-12-05\n",
        "      wording: hàng tháng\n      sense: before\n      every: month\n      day: 20\n"
        "      first: 2024-05-20\n      last: 2024-12-20\n",
        "Xem lại hai hạn, hoặc kỳ của một trong hai: hạn của nơi tổng hợp đến sau.",
    ),
    Mistake(
        "Ngày chốt số liệu không có căn cứ",
        _SAME,
        _SAME + "    cut_off: {to: day 25}\n",
        "Trích chữ của văn bản vào `wording`, hoặc nói lý do của Văn phòng ở `assumed`.",
    ),
    Mistake(
        "“Qua ai” mà không có “gửi ai”",
        "    to: ubnd-huyen\n    via: bhxh-huyen\n",
        "    via: bhxh-huyen\n",
        "Thêm `to`.",
    ),
    Mistake(
        "Chỉ tiêu thiếu nội dung chỉ tiêu",
        "    kind: report\n",
        "    kind: target\n",
        "`kind: target` đi cùng mục `target` (ai, nhóm nào, thước đo nào, bao nhiêu phần trăm).",
    ),
    Mistake(
        "Loại nhiệm vụ không có",
        "    kind: report\n",
        "    kind: báo cáo\n",
        "Năm loại: `duty` việc, `report` báo cáo, `target` chỉ tiêu, `goal` mục tiêu chung, "
        "`artefact` tài liệu kèm theo.",
    ),
    Mistake(
        "Nhóm người chưa khai",
        "      group: can-ngheo\n",
        "      group: ho-ngheo\n",
        "Khai nhóm ở `groups` đầu tệp, hoặc sửa mã nhóm.",
    ),
    Mistake(
        "Tổng hợp một nhiệm vụ không có",
        "    consolidates: bao-cao-thang\n",
        "    consolidates: bao-cao-quy\n",
        "Ghi mã của nhiệm vụ được tổng hợp trong cùng văn bản.",
    ),
    Mistake(
        "Hai nhiệm vụ cùng một mã câu",
        "    clause: B-1.1b\n",
        "    clause: B-1.1a\n",
        "Mỗi câu có một mã riêng.",
    ),
    Mistake(
        "Không nêu số hiệu mà cũng không khai là thiếu",
        "  number: văn bản không nêu số, ký hiệu\n",
        "",
        "Có thì ghi ở `number`; văn bản không nêu thì khai ở `gaps`. Không được bỏ lửng.",
    ),
    Mistake(
        "Tên chỗ trống không có",
        "  header: văn bản không nêu",
        "  dau-trang: văn bản không nêu",
        "Tên các chỗ trống nêu sau lời báo.",
    ),
    Mistake(
        "Mã văn bản khác tên thư mục",
        "directive: son-duong-bhyt-2024\n",
        "directive: son-duong-2024\n",
        "Hai tên phải giống nhau.",
    ),
    Mistake(
        "Mã có dấu hoặc có chữ hoa",
        "  bao-cao-thang:\n",
        "  Báo cáo tháng:\n",
        "Mã chỉ gồm chữ thường không dấu, số và gạch nối.",
    ),
    Mistake(
        "Nơi nhận không có trong văn bản",
        "  - {line: Chủ tịch UBND huyện, bodies",
        "  - {line: Chủ tịch UBND tỉnh, bodies",
        "Chép đúng chữ ở phần Nơi nhận. Tên người ký và căn cứ pháp lý cũng vậy.",
    ),
    Mistake(
        "Thụt dòng bằng phím Tab",
        "    via: bhxh-huyen\n",
        "\tvia: bhxh-huyen\n",
        "Thụt dòng bằng dấu cách, cùng số dấu cách với các khóa ngang hàng.",
    ),
    Mistake(
        "YAML gãy: dấu ngoặc không đóng",
        _TARGET_DUE,
        _TARGET_DUE.rstrip("}"),
        "Đóng ngoặc; câu có dấu hai chấm hoặc dấu phẩy thì đặt trong ngoặc kép.",
    ),
    Mistake("Tệp rỗng", "", "\n", "Tệp chưa được lưu, hoặc lưu nhầm chỗ."),
    Mistake(
        "Tệp không phải UTF-8",
        "",
        "title: Thực hiện chính sách\n",
        "Lưu lại tệp với mã UTF-8 (Unicode). Chữ gõ theo bảng mã TCVN3, VNI phải chuyển mã trước.",
        encoding="utf-16",
    ),
)
