package org.vibrissa.bpf2java;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vibrissa.bpf.Layout;

/** Writes the codec, a class nested in the record. */
record CodecSource(
        String name, Layout layout, List<Component> components, Optional<String> compiled) {
    void addTo(Source s) {
        s.add("", "private static final class StructCodec implements Codec<" + name + "> {");
        s.add("@Override", "public Layout layout() {", "return LAYOUT;", "}", "");
        s.add("@Override");
        s.add("public void write(" + name + " value, ByteBuffer b, int base) {");
        if (compiled.isPresent()) {
            s.add("b.put(base, COMPILED);");
        } else {
            addZeros(s);
        }
        components.forEach(c -> c.write().forEach(s::add));
        s.add("}", "", "@Override");
        s.add("public " + name + " read(ByteBuffer b, int base) {");
        String values =
                components.stream()
                        .map(c -> c.read(name))
                        .collect(Collectors.joining(",\n                    "));
        s.add("return new " + name + "(", "        " + values + ");", "}", "}");
    }

    /** Padding and the bytes of bit fields. */
    private void addZeros(Source s) {
        BitSet covered = new BitSet(layout.size());
        components.forEach(c -> covered.set(c.offset(), c.offset() + c.covers()));
        int at = covered.nextClearBit(0);
        while (at < layout.size()) {
            int end = covered.nextSetBit(at);
            int stop = end < 0 ? layout.size() : end;
            addZeros(s, at, stop);
            at = covered.nextClearBit(stop);
        }
    }

    private static void addZeros(Source s, int from, int to) {
        if (to - from > 8) {
            s.add("for (int i = " + from + "; i < " + to + "; i++) {");
            s.add("b.put(base + i, (byte) 0);", "}");
            return;
        }
        for (int at = from; at < to; at++) {
            s.add("b.put(" + Component.at(at) + ", (byte) 0);");
        }
    }
}
