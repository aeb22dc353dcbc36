package org.vibrissa.feature;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One bundle of a feature.
 *
 * @param id {@code group:artifact:version} or {@code group:artifact:type:classifier:version}
 * @param startOrder 1..99; low starts first
 */
record BundleRef(String id, int startOrder) {
    private static final int LAST = 99;

    /**
     * @throws IllegalArgumentException saying what in the entry is wrong
     */
    static BundleRef parse(JsonNode entry) {
        String id = entry.path("id").asText();
        int parts = id.split(":", -1).length;
        if (parts != 3 && parts != 5) {
            throw new IllegalArgumentException("feature: not an artifact id: '" + id + "'");
        }
        JsonNode order = entry.path("start-order");
        if (!order.isInt() || order.asInt() < 1 || order.asInt() > LAST) {
            throw new IllegalArgumentException("feature: " + id + ": start-order is not 1 to 99");
        }
        return new BundleRef(id, order.asInt());
    }

    /** The name under which the build copies it: group.artifact-version[-classifier].jar. */
    String fileName() {
        String[] part = id.split(":", -1);
        return part.length == 3
                ? part[0] + "." + part[1] + "-" + part[2] + ".jar"
                : part[0] + "." + part[1] + "-" + part[4] + "-" + part[3] + ".jar";
    }

    /** Whether only the version differs. */
    boolean sameArtifact(BundleRef other) {
        return withoutVersion().equals(other.withoutVersion());
    }

    private String withoutVersion() {
        return id.substring(0, id.lastIndexOf(':'));
    }
}
