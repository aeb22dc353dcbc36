package org.vibrissa.policy.internal.document;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.policy.internal.rule.Selector;

/** The CiliumCIDRGroups that exist while a document is translated. */
interface Groups {
    /** None exists, and that is no news. */
    Groups UNKNOWN =
            new Groups() {
                @Override
                public Optional<List<IpPrefix>> named(String name) {
                    return Optional.of(List.of());
                }

                @Override
                public Map<String, List<IpPrefix>> selected(Selector selector) {
                    return Map.of();
                }
            };

    /** One group's prefixes; empty when there is none of this name. */
    Optional<List<IpPrefix>> named(String name);

    /** Those whose own labels match, by name. */
    Map<String, List<IpPrefix>> selected(Selector selector);
}
