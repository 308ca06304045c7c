// hailongTests
