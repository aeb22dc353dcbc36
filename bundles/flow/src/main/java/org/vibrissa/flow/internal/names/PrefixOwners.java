package org.vibrissa.flow.internal.names;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.node.Peer;

/** The other host whose endpoints live in a prefix: one look-up for each length in use. */
final class PrefixOwners {
    static final PrefixOwners NONE = new PrefixOwners(List.of());

    /**
     * Prefixes of one family and length.
     *
     * @param places by lowest address
     */
    private record Lengths(boolean ipv6, int length, Map<PlaceKey, Place> places) {}

    private final List<Lengths> longestFirst;

    PrefixOwners(List<Peer> peers) {
        Map<IpPrefix, Place> owners = new HashMap<>();
        for (Peer peer : peers) {
            Place place = Place.on(peer.name());
            peer.prefixes().forEach(prefix -> owners.put(prefix, place));
        }
        longestFirst =
                Stream.of(false, true)
                        .flatMap(ipv6 -> lengths(ipv6, owners))
                        .sorted(Comparator.comparingInt(Lengths::length).reversed())
                        .toList();
    }

    private static Stream<Lengths> lengths(boolean ipv6, Map<IpPrefix, Place> owners) {
        Map<Integer, Map<PlaceKey, Place>> byLength = new HashMap<>();
        owners.forEach(
                (prefix, place) -> {
                    if (prefix.isIpv6() == ipv6) {
                        byLength.computeIfAbsent(prefix.length(), length -> new HashMap<>())
                                .put(PlaceKey.of(prefix), place);
                    }
                });
        return byLength.entrySet().stream()
                .map(entry -> new Lengths(ipv6, entry.getKey(), Map.copyOf(entry.getValue())));
    }

    Optional<Place> of(PlaceKey address) {
        for (Lengths lengths : longestFirst) {
            if (lengths.ipv6() == address.isIpv6()) {
                Place place = lengths.places().get(address.masked(lengths.length()));
                if (place != null) {
                    return Optional.of(place);
                }
            }
        }
        return Optional.empty();
    }
}
