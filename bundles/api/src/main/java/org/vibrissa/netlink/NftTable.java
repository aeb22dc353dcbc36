package org.vibrissa.netlink;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of family inet with its sets and chains.
 *
 * @param name begins with {@code vibrissa_}; see {@link #nameFor}
 * @param sets named sets
 * @param chains chains, each with its rules
 */
public record NftTable(String name, List<NftSet> sets, List<NftChain> chains) {
    /** What every name of ours begins with. */
    public static final String PREFIX = "vibrissa_";

    /** Checks the name; copies the lists. */
    public NftTable {
        checkName(name);
        sets = List.copyOf(sets);
        chains = List.copyOf(chains);
    }

    /** An empty table. */
    public static NftTable of(String name) {
        return new NftTable(name, List.of(), List.of());
    }

    /**
     * The name for a daemon's table: {@code vibrissa_} and the node with other bytes as {@code _}.
     */
    public static String nameFor(String node) {
        return PREFIX + node.replaceAll("[^A-Za-z0-9_]", "_");
    }

    /**
     * Returns the name when it is one of ours.
     *
     * @throws IllegalArgumentException when it is not
     */
    public static String checkName(String name) {
        if (!name.matches(PREFIX + "[A-Za-z0-9_]{1,200}")) {
            throw new IllegalArgumentException(
                    "nft table name must be " + PREFIX + " and letters, digits, _: " + name);
        }
        return name;
    }

    /** With this set too. */
    public NftTable with(NftSet set) {
        List<NftSet> all = new ArrayList<>(sets);
        all.add(set);
        return new NftTable(name, all, chains);
    }

    /** With this chain too. */
    public NftTable with(NftChain chain) {
        List<NftChain> all = new ArrayList<>(chains);
        all.add(chain);
        return new NftTable(name, sets, all);
    }

    /**
     * A named set, used in rules as {@code @name}.
     *
     * @param name letters, digits, _
     * @param type such as {@code ipv4_addr}, {@code ipv6_addr}, {@code ifname}
     * @param interval whether elements may be prefixes and ranges
     * @param elements in nft's notation
     */
    public record NftSet(String name, String type, boolean interval, List<String> elements) {
        /** Checks all parts; copies the list. */
        public NftSet {
            NftText.identifier(name);
            NftText.expression(type);
            elements = List.copyOf(elements);
            elements.forEach(NftText::element);
        }
    }

    /**
     * A chain.
     *
     * @param name letters, digits, _
     * @param hook such as {@code type nat hook postrouting priority srcnat; policy accept;}, or
     *     empty for a chain that is only jumped to
     * @param rules each one rule in nft's notation, such as {@code ip saddr 10.0.0.0/24 masquerade}
     */
    public record NftChain(String name, String hook, List<String> rules) {
        /** Checks all parts; copies the list. */
        public NftChain {
            NftText.identifier(name);
            NftText.hook(hook);
            rules = List.copyOf(rules);
            rules.forEach(NftText::expression);
        }
    }
}
