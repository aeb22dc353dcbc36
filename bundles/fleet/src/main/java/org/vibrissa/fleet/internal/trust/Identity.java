package org.vibrissa.fleet.internal.trust;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What makes this host a member. One file, so that a host is a member or is none.
 *
 * @param member this host's name and fleet
 * @param address where others reach it, {@code host:port}
 * @param keys this host's own
 * @param certificate from the fleet's authority
 * @param authority the fleet's certificate
 * @param seeds members to ask first, address by name, for before their resources are here
 */
public record Identity(
        MemberName member,
        String address,
        KeyPair keys,
        X509Certificate certificate,
        X509Certificate authority,
        SortedMap<String, String> seeds) {

    public Identity {
        seeds = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(seeds));
    }

    /** With another certificate for the same name. */
    public Identity renewed(KeyPair nextKeys, X509Certificate next) {
        return new Identity(member, address, nextKeys, next, authority, seeds);
    }

    /** Reached elsewhere. */
    public Identity at(String nextAddress) {
        return new Identity(member, nextAddress, keys, certificate, authority, seeds);
    }

    /** For when the store knows the members. */
    public Identity withoutSeeds() {
        return new Identity(member, address, keys, certificate, authority, new TreeMap<>());
    }

    JsonNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("fleet", member.fleet()).put("name", member.name()).put("address", address);
        node.put("key", KeyCodec.text(keys));
        node.put("certificate", Certificates.text(certificate));
        node.put("authority", Certificates.text(authority));
        ObjectNode known = node.putObject("seeds");
        seeds.forEach(known::put);
        return node;
    }

    /**
     * What {@link #json} made.
     *
     * @throws IllegalArgumentException when it is something else
     */
    static Identity of(JsonNode node) {
        SortedMap<String, String> seeds = new TreeMap<>();
        for (Map.Entry<String, JsonNode> seed : node.path("seeds").properties()) {
            seeds.put(seed.getKey(), seed.getValue().asText());
        }
        return new Identity(
                new MemberName(node.path("fleet").asText(), node.path("name").asText()),
                node.path("address").asText(),
                KeyCodec.pair(node.path("key").asText()),
                Certificates.parse(node.path("certificate").asText()),
                Certificates.parse(node.path("authority").asText()),
                seeds);
    }
}
