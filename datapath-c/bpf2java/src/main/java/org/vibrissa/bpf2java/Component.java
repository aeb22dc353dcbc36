package org.vibrissa.bpf2java;

import java.util.List;

/** One component of a generated record and the C member or members it stands for. */
interface Component {
    /** Its Java name. */
    String name();

    /** Its name in C, with the names of the structs and unions it is nested in. */
    String cName();

    /** Its place in the struct, in bytes. */
    int offset();

    /** Bytes it writes in full; 0 for a bit field, which needs its bytes zeroed first. */
    int covers();

    /** Its Java type. */
    String javaType();

    /** What the documentation says about it. */
    String doc();

    /** Whether it is a Java array: to be copied, and compared by content. */
    default boolean array() {
        return javaType().endsWith("[]");
    }

    /** Statements of the compact constructor. */
    List<String> checks();

    /** The expression that reads it at {@code base} of buffer {@code b} for class {@code owner}. */
    String read(String owner);

    /** Statements that write {@code value.<name>} at {@code base} of buffer {@code b}. */
    List<String> write();

    /** Adds public static methods that read it from a buffer without allocation. */
    void addAccessors(Source source);

    /** Adds what only a component needs: private readers, methods of the record. */
    default void addSupport(Source source) {}

    /** {@code base + n}, shorter when n is 0. */
    static String at(int offset) {
        return offset == 0 ? "base" : "base + " + offset;
    }

    /** {@code name} with its first letter in upper case, after {@code prefix}. */
    static String prefixed(String prefix, String name) {
        return prefix + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
