package org.vibrissa.container;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;

/**
 * Java 17 keeps the component type of the last record whose {@code equals} was linked, and so that
 * record's class loader: one at most, until the next record is linked ({@code asTypeCache} of a
 * handle in {@link ObjectMethods}). That is no leak, but it would look like one.
 */
final class RecordCache {
    private record Other(String value) {}

    private RecordCache() {}

    /** Links a record of ours, which takes that place. */
    static void takeOver() {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            ObjectMethods.bootstrap(
                    lookup,
                    "equals",
                    MethodType.methodType(boolean.class, Other.class, Object.class),
                    Other.class,
                    "value",
                    lookup.findVirtual(Other.class, "value", MethodType.methodType(String.class)));
        } catch (Throwable e) {
            throw new LinkageError("cannot link a record", e);
        }
    }
}
