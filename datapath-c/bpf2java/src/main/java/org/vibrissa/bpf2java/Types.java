package org.vibrissa.bpf2java;

import org.vibrissa.bpf.internal.btf.CType;

/** Gives nested C types their Java classes. */
interface Types {
    /**
     * Class of a struct or union, generated too.
     *
     * @param otherwise C name to use when it has none
     */
    String struct(CType.Composite composite, String otherwise);

    /** Java enum of a C enum that has a name, generated too. */
    String enumeration(CType.Enumeration enumeration);
}
