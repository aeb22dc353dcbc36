package org.vibrissa.bpf;

import java.util.List;

/**
 * A C layout as BTF describes it. Two layouts are equal when they have the same size and the same
 * fields at the same places, whatever the typedefs they were spelled with.
 *
 * @param name the C type's name, for people
 * @param size its size in bytes
 * @param fields its members in order of offset; empty for a plain integer
 */
public record Layout(String name, int size, List<Field> fields) {
    /**
     * One member of a struct.
     *
     * @param name the C member's name
     * @param offset its offset in bytes
     * @param size its size in bytes, all elements of an array together
     * @param type its type in C, spelled canonically ({@code u32}, {@code u8[6]}, {@code struct x})
     */
    public record Field(String name, int offset, int size, String type) {}

    public Layout {
        fields = List.copyOf(fields);
    }
}
