// ColumnsTests
