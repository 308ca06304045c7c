import Survey

/// The items of a form as a tree: each with those that follow it at once and depend on its answer.
///
/// CSS can show and hide only what stands beside the answer it depends on. An item that depends on one
/// further up stays outside and is always shown, under a line that says when it is meant.
struct FormOutline {
    /// One item and the items that hang on it.
    struct Node {
        let index: Int
        let children: [Node]
    }

    let nodes: [Node]

    init(_ form: Questionnaire) {
        var position = 0
        var nodes: [Node] = []
        while position < form.items.count {
            nodes.append(Self.node(of: form, at: &position))
        }
        self.nodes = nodes
    }

    private static func node(of form: Questionnaire, at position: inout Int) -> Node {
        let index = position
        position += 1
        var children: [Node] = []
        while position < form.items.count,
            form.items[position].condition?.item == form.items[index].id
        {
            children.append(node(of: form, at: &position))
        }
        return Node(index: index, children: children)
    }
}

/// Which answers to the governing item lead to an item, as the stylesheet needs it.
extension Item.Condition {
    /// Levels 1...5, or the places of choices counted from 1.
    func places(in governing: Item) -> [Int] {
        switch test {
        case .atMost(let limit): Array(1...limit)
        case .atLeast(let limit): Array(limit...5)
        case .isOneOf(let codes):
            governing.choices.indices.filter { codes.contains(governing.choices[$0].code) }
                .map { $0 + 1 }
        }
    }
}
