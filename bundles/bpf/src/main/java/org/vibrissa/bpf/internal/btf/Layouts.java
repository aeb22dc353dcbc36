package org.vibrissa.bpf.internal.btf;

import java.util.List;
import org.vibrissa.bpf.Layout;

/** The canonical {@link Layout} and spelling of a C type. */
public final class Layouts {
    private Layouts() {}

    /**
     * The layout of one type. A type that is no struct has no fields and its spelling as name.
     *
     * @throws MalformedObjectException when it has more fields than any program needs
     */
    public static Layout of(CType type) {
        if (type instanceof CType.Composite composite) {
            Flattener fields = new Flattener();
            fields.addMembers(composite, "", 0);
            return fields.layout(composite.spelling(), composite.size());
        }
        return new Layout(spelling(type), type.size(), List.of());
    }

    /** The layout of a data section: its variables as if they were members of a struct. */
    public static Layout of(String section, int size, List<Variable> variables) {
        Flattener fields = new Flattener();
        for (Variable v : variables) {
            fields.addMember(new CType.Member(v.name(), 0, 0, v.type()), "", v.offset());
        }
        return fields.layout(section, size);
    }

    /** The canonical spelling of a type, such as {@code u32}, {@code u8[6]}. */
    public static String spelling(CType type) {
        if (type instanceof CType.Int i) {
            return i.bool() ? "bool" : (i.signed() ? "s" : "u") + 8 * i.size();
        } else if (type instanceof CType.Enumeration e) {
            return (e.signed() ? "s" : "u") + 8 * e.size();
        } else if (type instanceof CType.Floating f) {
            return "f" + 8 * f.size();
        } else if (type instanceof CType.Pointer) {
            return "ptr";
        } else if (type instanceof CType.Array a) {
            return array(a);
        }
        return struct((CType.Composite) type);
    }

    private static String array(CType.Array array) {
        StringBuilder counts = new StringBuilder();
        CType element = array;
        while (element instanceof CType.Array a) {
            counts.append('[').append(a.count()).append(']');
            element = a.element();
        }
        return spelling(element) + counts;
    }

    private static String struct(CType.Composite composite) {
        StringBuilder text = new StringBuilder("{");
        for (Layout.Field f : of(composite).fields()) {
            text.append(f.type()).append(' ').append(f.name());
            text.append('@').append(f.offset()).append("; ");
        }
        return text.append("size ").append(composite.size()).append('}').toString();
    }
}
