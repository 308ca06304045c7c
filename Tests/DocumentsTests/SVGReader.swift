import Foundation
import FoundationXML

/// Collects from an SVG what the tests ask about: elements, classes, texts and positions.
final class SVGReader: NSObject, XMLParserDelegate {
    private(set) var elements: [String] = []
    private(set) var attributeNames: Set<String> = []
    private(set) var classes: [String] = []
    /// Class to path data, the last one of a class.
    private(set) var paths: [String: String] = [:]
    /// Every absolute position named by a text, a circle or a path's M and L.
    private(set) var positions: [(x: Double, y: Double)] = []
    private(set) var texts: [String] = []
    /// Where each text of a `text` element stands.
    private(set) var textHeights: [String: Double] = [:]

    private var current = ""
    private var height: Double?

    func parser(
        _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String]
    ) {
        elements.append(element)
        attributeNames.formUnion(attributes.keys)
        if let name = attributes["class"] { classes.append(name) }
        if let name = attributes["class"], let data = attributes["d"] {
            paths[name] = data
            positions += Self.positions(in: data)
        }
        if let x = attributes["cx"].flatMap(Double.init),
            let y = attributes["cy"].flatMap(Double.init)
        {
            positions.append((x, y))
        }
        height = attributes["y"].flatMap(Double.init)
        if element == "text", let x = attributes["x"].flatMap(Double.init), let height {
            positions.append((x, height))
        }
        current = ""
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        current += string
    }

    func parser(
        _ parser: XMLParser, didEndElement element: String, namespaceURI: String?,
        qualifiedName: String?
    ) {
        if element == "text", let height { textHeights[current] = height }
        if !current.isEmpty { texts.append(current) }
        current = ""
    }

    /// The absolute positions of a path: pairs after M and L.
    private static func positions(in data: String) -> [(x: Double, y: Double)] {
        data.split { "MLzlv".contains($0) }.compactMap { part in
            let numbers = part.split(separator: "H")[0].split(separator: " ").compactMap {
                Double($0)
            }
            return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
        }
    }
}
