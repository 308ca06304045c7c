import Documents
import Foundation
import Survey
import Testing

/// What comes out of a browser and a printer, read back by a reader of codes.
@Suite("Printed sheets", .serialized)
struct PrintedSheetsTests {
    private static let missing = Shell.missing(["chromium", "pdftoppm", "pdfinfo", "zbarimg"])

    private func write(_ sheets: PrintSheets, to folder: URL) throws -> URL {
        let file = folder.appendingPathComponent("sheets.html")
        try Data(try sheets.html().utf8).write(to: file)
        return file
    }

    private func expectedLinks(_ links: PlaceLinks) -> [String] {
        Offices.forty.places.map(links.posterURL).sorted()
    }

    @Test(
        "the browser prints a page for the list and one for two sheets; every code is read back",
        .enabled(if: missing.isEmpty, "not installed: \(missing.joined(separator: ", "))"),
        arguments: [true, false])
    func codes(isSample: Bool) throws {
        let links = try PlaceLinks(baseURL: "https://hailong.khanhhoa.gov.vn")
        let sheets = try PrintSheets(register: Offices.forty, links: links, isSample: isSample)
        try Shell.withFolder { folder in
            let file = try write(sheets, to: folder)
            let pdf = folder.appendingPathComponent("sheets.pdf").path
            _ = try Shell.chromium(
                ["--no-pdf-header-footer", "--print-to-pdf=\(pdf)", file.absoluteString],
                profile: folder.appendingPathComponent("profile"))
            let info = try Shell.run("pdfinfo", [pdf])
            #expect(info.contains("(A4)"))
            #expect(
                info.split(separator: "\n").contains {
                    $0.hasPrefix("Pages:") && $0.hasSuffix(" 22")
                })
            _ = try Shell.run(
                "pdftoppm", ["-r", "100", "-gray", "-png", pdf, folder.path + "/page"])
            let pages = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                .filter { $0.hasSuffix(".png") }.map { folder.path + "/" + $0 }
            let read = try Shell.run(
                "zbarimg", ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"] + pages)
            #expect(read.split(separator: "\n").map(String.init).sorted() == expectedLinks(links))
        }
    }

    @Test(
        "nothing is cut off: every part of every sheet lies inside it, clear of the parts below",
        .enabled(if: missing.isEmpty, "not installed: \(missing.joined(separator: ", "))"),
        arguments: DocumentLanguage.allCases)
    func nothingClipped(language: DocumentLanguage) throws {
        let links = try PlaceLinks(baseURL: "https://hailong.khanhhoa.gov.vn")
        let other = DocumentLanguage.allCases.filter { $0 != language }
        let sheets = try PrintSheets(
            register: Offices.widest, links: links, languages: [language] + other, isSample: true)
        try Shell.withFolder { folder in
            let file = folder.appendingPathComponent("measured.html")
            // The file forbids scripts; the copy that is measured must allow the one added.
            let html = try sheets.html()
                .replacing(
                    "style-src 'unsafe-inline'",
                    with: "style-src 'unsafe-inline'; script-src 'unsafe-inline'"
                )
                .replacing("</body>", with: "<script>\(Self.measure)</script></body>")
            try Data(html.utf8).write(to: file)
            let dom = try Shell.chromium(
                ["--dump-dom", file.absoluteString],
                profile: folder.appendingPathComponent("profile"))
            let start = try #require(dom.range(of: "<pre id=\"measured\">"))
            let end = try #require(dom.range(of: "</pre>", range: start.upperBound..<dom.endIndex))
            let faults = String(dom[start.upperBound..<end.lowerBound])
            #expect(faults == "sheets \(sheets.count) ")
        }
    }

    /// Lists every sheet's parts that stick out of it or reach into the next part.
    private static let measure = """
        let out = 'sheets ' + document.querySelectorAll('.sheet').length + ' ';
        for (const sheet of document.querySelectorAll('.sheet')) {
          const frame = sheet.getBoundingClientRect();
          const code = sheet.querySelector('.code').textContent;
          for (const part of sheet.querySelectorAll('*:not(.sample)')) {
            const box = part.getBoundingClientRect();
            if (box.top < frame.top || box.bottom > frame.bottom || box.left < frame.left
                || box.right > frame.right || part.scrollWidth > part.clientWidth + 1
                   && part.clientWidth > 0)
              out += code + ':' + part.className + ' ';
          }
          const flow = ['.head', '.body', '.typing', '.foot'].map(n => sheet.querySelector(n));
          for (let i = 0; i < 3; i++) {
            let bottom = 0;
            for (const part of [flow[i], ...flow[i].querySelectorAll('*')])
              bottom = Math.max(bottom, part.getBoundingClientRect().bottom);
            if (bottom > flow[i + 1].getBoundingClientRect().top + 0.5)
              out += code + ':' + i + '>' + (i + 1) + ' ';
          }
          const qr = sheet.querySelector('.qr').getBoundingClientRect();
          if (qr.width < 60 * 96 / 25.4 - 1 || qr.top < flow[0].getBoundingClientRect().bottom)
            out += code + ':qr ';
        }
        const pre = document.createElement('pre');
        pre.id = 'measured';
        pre.textContent = out;
        document.body.append(pre);
        """
}
