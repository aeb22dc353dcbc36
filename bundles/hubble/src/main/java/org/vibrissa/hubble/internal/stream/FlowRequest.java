package org.vibrissa.hubble.internal.stream;

import com.google.protobuf.Timestamp;
import java.util.OptionalLong;
import org.vibrissa.hubble.internal.filter.FilterRejected;
import org.vibrissa.hubble.internal.filter.FilterScope;
import org.vibrissa.hubble.internal.filter.FlowFilters;
import org.vibrissa.hubble.internal.message.FieldSelection;
import org.vibrissa.hubble.proto.detail.FlowDetail;
import org.vibrissa.hubble.proto.observer.GetFlowsRequest;

/**
 * What a client asks for, understood. Its filters are for one thread.
 *
 * @param since nanoseconds since 1970; empty for no limit
 * @param until the same
 */
record FlowRequest(
        long number,
        boolean first,
        boolean follow,
        OptionalLong since,
        OptionalLong until,
        FlowFilters filters,
        FieldSelection fields) {

    /**
     * Reads a request.
     *
     * @throws FilterRejected naming the field that is wrong
     */
    static FlowRequest of(GetFlowsRequest request, FilterScope scope) throws FilterRejected {
        if (request.getFirst() && request.getFollow()) {
            throw new FilterRejected("first", "true", "first cannot be specified with follow");
        }
        FlowFilters filters =
                FlowFilters.of(request.getWhitelistList(), request.getBlacklistList(), scope);
        // It has no sign: who wants all sends the largest there is.
        long number = request.getNumber() < 0 ? Long.MAX_VALUE : request.getNumber();
        return new FlowRequest(
                number,
                request.getFirst(),
                request.getFollow(),
                request.hasSince()
                        ? OptionalLong.of(nanos("since", request.getSince()))
                        : OptionalLong.empty(),
                request.hasUntil()
                        ? OptionalLong.of(nanos("until", request.getUntil()))
                        : OptionalLong.empty(),
                filters,
                fields(request));
    }

    private static FieldSelection fields(GetFlowsRequest request) throws FilterRejected {
        if (request.hasFieldMask() && request.getFieldMask().getPathsCount() > 0) {
            try {
                return FieldSelection.of(request.getFieldMask());
            } catch (IllegalArgumentException e) {
                throw new FilterRejected(
                        "field_mask",
                        String.join(",", request.getFieldMask().getPathsList()),
                        "invalid fieldmask: " + e.getMessage());
            }
        }
        // A client that shows that it knows our message gets it; others could not print it.
        return request.getExtensions().is(FlowDetail.class)
                ? FieldSelection.allWithDetail()
                : FieldSelection.all();
    }

    private static long nanos(String field, Timestamp time) throws FilterRejected {
        try {
            return Math.addExact(
                    Math.multiplyExact(time.getSeconds(), 1_000_000_000L), time.getNanos());
        } catch (ArithmeticException e) {
            throw new FilterRejected(
                    field, Long.toString(time.getSeconds()), "is no time of this age");
        }
    }
}
