package org.vibrissa.container;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;

/**
 * Java 17 keeps the component type of the last record whose {@code equals} was linked, and of the
 * last whose {@code hashCode} was, and so their class loaders: until the next record is linked
 * ({@code asTypeCache} of handles in {@link ObjectMethods}). That is no leak, but it would look
 * like one.
 */
final class RecordCache {
    private record Other(String value) {}

    private RecordCache() {}

    /** Links a record of ours, which takes these places. */
    static void takeOver() {
        link("equals", MethodType.methodType(boolean.class, Other.class, Object.class));
        link("hashCode", MethodType.methodType(int.class, Other.class));
    }

    private static void link(String method, MethodType type) {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            ObjectMethods.bootstrap(
                    lookup,
                    method,
                    type,
                    Other.class,
                    "value",
                    lookup.findVirtual(Other.class, "value", MethodType.methodType(String.class)));
        } catch (Throwable e) {
            throw new LinkageError("cannot link a record", e);
        }
    }
}
