package org.vibrissa.hubble.internal.message;

import com.google.protobuf.FieldMask;
import com.google.protobuf.util.FieldMaskUtil;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.hubble.proto.flow.Endpoint;
import org.vibrissa.hubble.proto.flow.Flow;

/**
 * Which fields of a flow a client wants. What is not wanted is not made, which is most of what a
 * flow costs. Immutable.
 */
public final class FieldSelection {
    private final long wanted;
    private final Set<Integer> source;
    private final Set<Integer> destination;
    private final Optional<FieldMask> trim;

    private FieldSelection(
            long wanted, Set<Integer> source, Set<Integer> destination, Optional<FieldMask> trim) {
        this.wanted = wanted;
        this.source = Set.copyOf(source);
        this.destination = Set.copyOf(destination);
        this.trim = trim;
    }

    /** All that Hubble knows: without the extension, which its command line cannot print. */
    public static FieldSelection all() {
        long bits = ~bit(Flow.EXTENSIONS_FIELD_NUMBER);
        return new FieldSelection(bits, endpointFields(), endpointFields(), Optional.empty());
    }

    /** All, and what only this product knows. */
    public static FieldSelection allWithDetail() {
        return new FieldSelection(~0L, endpointFields(), endpointFields(), Optional.empty());
    }

    /**
     * The fields of a mask.
     *
     * @throws IllegalArgumentException naming the path which is no field of a flow
     */
    public static FieldSelection of(FieldMask mask) {
        long bits = 0;
        Set<Integer> source = new HashSet<>();
        Set<Integer> destination = new HashSet<>();
        boolean nested = false;
        for (String path : FieldMaskUtil.normalize(checked(mask)).getPathsList()) {
            int dot = path.indexOf('.');
            String first = dot < 0 ? path : path.substring(0, dot);
            int number = Flow.getDescriptor().findFieldByName(first).getNumber();
            bits |= bit(number);
            if (number == Flow.SOURCE_FIELD_NUMBER) {
                source.addAll(endpointFields(path, dot));
            } else if (number == Flow.DESTINATION_FIELD_NUMBER) {
                destination.addAll(endpointFields(path, dot));
            } else {
                nested |= dot >= 0;
            }
        }
        return new FieldSelection(
                bits, source, destination, nested ? Optional.of(mask) : Optional.empty());
    }

    private static FieldMask checked(FieldMask mask) {
        for (String path : mask.getPathsList()) {
            if (!FieldMaskUtil.isValid(Flow.class, path)) {
                throw new IllegalArgumentException("\"" + path + "\" is no field of a flow");
            }
        }
        return mask;
    }

    private static Set<Integer> endpointFields() {
        return endpointFields("", -1);
    }

    private static Set<Integer> endpointFields(String path, int dot) {
        Set<Integer> numbers = new HashSet<>();
        for (var field : Endpoint.getDescriptor().getFields()) {
            if (dot < 0 || field.getName().equals(path.substring(dot + 1))) {
                numbers.add(field.getNumber());
            }
        }
        return numbers;
    }

    /** Whether a field of the flow is wanted, or a part of it. */
    public boolean has(int number) {
        return (wanted & bit(number)) != 0;
    }

    /** The wanted fields of the source. */
    Set<Integer> source() {
        return source;
    }

    /** The wanted fields of the destination. */
    Set<Integer> destination() {
        return destination;
    }

    /** Whether only parts of some of its messages are wanted, those of the two ends aside. */
    public boolean isNested() {
        return trim.isPresent();
    }

    /** What is to be cut from a flow that has all of the wanted fields; empty when nothing is. */
    Optional<FieldMask> trim() {
        return trim;
    }

    /** The numbers of fields that are not below 48 are few. */
    private static long bit(int number) {
        if (number < 48) {
            return 1L << number;
        }
        return switch (number) {
            case Flow.SUMMARY_FIELD_NUMBER -> 1L << 62;
            case Flow.EXTENSIONS_FIELD_NUMBER -> 1L << 63;
            default -> 1L << number - Flow.EGRESS_ALLOWED_BY_FIELD_NUMBER + 48;
        };
    }
}
