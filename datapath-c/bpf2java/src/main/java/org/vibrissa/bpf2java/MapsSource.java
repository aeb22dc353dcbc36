package org.vibrissa.bpf2java;

import java.util.Collection;

/** Writes the class of map constants: name and codecs of each map. */
record MapsSource(String javaPackage, Collection<Entry> maps) {
    /**
     * One map.
     *
     * @param constant name of the constant
     * @param key Java type and expression of the key's codec
     */
    record Entry(String constant, String cName, String doc, Coded key, Coded value) {}

    /** A Java type and the expression of its codec. */
    record Coded(String javaType, String codec) {}

    String text() {
        Source s = new Source();
        s.add(SourceFolder.HEADER, "package " + javaPackage + ";", "");
        s.add("import java.nio.ByteBuffer;");
        s.add("import org.vibrissa.bpf.Codec;", "import org.vibrissa.bpf.PlainCodecs;", "");
        s.doc("The maps: their names in C and how keys and values are coded.");
        s.add("public final class Maps {");
        for (Entry map : maps) {
            String types = "<" + map.key().javaType() + ", " + map.value().javaType() + ">";
            s.doc(map.doc());
            s.add("public static final Map" + types + " " + map.constant() + " =");
            s.add(
                    String.format(
                            "        new Map<>(\"%s\", %s, %s);",
                            map.cName(), map.key().codec(), map.value().codec()),
                    "");
        }
        s.add("private Maps() {}", "");
        s.add("/**", " * A map's name and codecs.", " *");
        s.add(" * @param name its name in C");
        s.add(" * @param key codec of its keys; of size 0 when it has none");
        s.add(" * @param value codec of its values; of size 0 when it has none");
        s.add(" */");
        s.add("public record Map<K, V>(String name, Codec<K> key, Codec<V> value) {}");
        return s.add("}").toString();
    }
}
