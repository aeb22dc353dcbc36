package org.vibrissa.bpf.internal.btf;

/**
 * A variable of a data section.
 *
 * @param name its name in C
 * @param offset its place in the section, in bytes
 * @param type its type
 * @param settable whether it is {@code const volatile}: the program reads it at run time, so a
 *     value that is set before the load counts
 */
public record Variable(String name, int offset, CType type, boolean settable) {}
