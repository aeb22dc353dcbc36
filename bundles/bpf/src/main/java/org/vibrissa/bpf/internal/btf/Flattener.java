package org.vibrissa.bpf.internal.btf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vibrissa.bpf.Layout;

/**
 * Collects the fields of a layout: members of nested structs and unions become fields {@code
 * outer.inner}. As structs may share nested ones, a small hostile file could ask for endless
 * fields, so members visited and text written are bounded.
 */
final class Flattener {
    private static final int MOST_MEMBERS = 1 << 16;
    private static final int LONGEST_SPELLING = 1 << 13;
    private static final int MOST_TEXT = 1 << 20;

    private final List<Layout.Field> fields = new ArrayList<>();
    private int members;
    private int text;

    Layout layout(String name, int size) {
        // Stable: members of a union keep the order of their declaration.
        fields.sort(Comparator.comparingInt(Layout.Field::offset));
        return new Layout(name, size, fields);
    }

    void addMembers(CType.Composite composite, String prefix, int base) {
        for (CType.Member member : composite.members()) {
            addMember(member, prefix, base + member.offset());
        }
    }

    void addMember(CType.Member member, String prefix, int offset) {
        String name = prefix + member.name();
        members++;
        text += name.length();
        if (members > MOST_MEMBERS || text > MOST_TEXT) {
            throw new MalformedObjectException(0, "the type of " + name + " has too many fields");
        }
        if (member.type() instanceof CType.Composite nested) {
            addMembers(nested, member.name().isEmpty() ? prefix : name + ".", offset);
        } else if (!member.name().isEmpty()) {
            add(name, offset, member);
        }
        // What is left, an unnamed bit field, is padding.
    }

    private void add(String name, int offset, CType.Member member) {
        String type = Layouts.spelling(member.type());
        text += type.length();
        if (type.length() > LONGEST_SPELLING) {
            throw new MalformedObjectException(0, "the type of " + name + " has too many fields");
        }
        if (member.bits() != 0) {
            type += ":" + member.bits() + "@" + member.bitOffset() % 8;
        }
        fields.add(new Layout.Field(name, offset, member.size(), type));
    }
}
