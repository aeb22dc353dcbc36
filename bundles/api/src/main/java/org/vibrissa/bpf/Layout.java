package org.vibrissa.bpf;

import java.util.List;

/**
 * A C layout as BTF describes it, in canonical form: typedefs and qualifiers are resolved, enums
 * are integers, and members of nested structs and unions are fields of their own ({@code
 * outer.inner}). Two layouts are equal when they have the same size and the same fields at the same
 * places, whatever the C type is called and whatever the typedefs it was spelled with.
 *
 * @param name the C type's name, for people; not compared
 * @param size its size in bytes
 * @param fields its members in order of offset, those of a union in order of declaration; empty for
 *     a type that is no struct
 */
public record Layout(String name, int size, List<Field> fields) {
    /**
     * One member of a struct.
     *
     * @param name the C member's name, with a dot after each struct or union it is nested in
     * @param offset its offset in bytes; of a bit field that of its first bit
     * @param size its size in bytes, all elements of an array together
     * @param type its type in canonical spelling: {@code u32}, {@code s8}, {@code bool}, {@code
     *     f64}, {@code ptr}, {@code u8[6]}, {@code u32:3@5} (a bit field of 3 bits from bit 5),
     *     {@code {u32 a@0; u16 b@4; size 8}[4]} (an array of structs)
     */
    public record Field(String name, int offset, int size, String type) {}

    public Layout {
        fields = List.copyOf(fields);
    }

    /** Equal in size and fields; names of types are for people. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Layout that && size == that.size && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return 31 * size + fields.hashCode();
    }

    /** A table for people: a head line, then one line per field with offset, size, type, name. */
    public String describe() {
        StringBuilder text = new StringBuilder();
        text.append(name).append(", ").append(size).append(" bytes");
        for (Field f : fields) {
            text.append(
                    String.format("%n%6d %5d  %-10s %s", f.offset(), f.size(), f.type(), f.name()));
        }
        return text.toString();
    }
}
