package org.vibrissa.netlink.internal;

import org.vibrissa.netlink.NftTable;
import org.vibrissa.netlink.NftTable.NftChain;
import org.vibrissa.netlink.NftTable.NftSet;

/** Writes transactions in nft's language. One file given to nft is one atomic transaction. */
final class NftScript {
    private NftScript() {}

    /** Declaring the table first makes the deletion valid when there was none. */
    static String replace(NftTable table) {
        StringBuilder out = new StringBuilder();
        out.append("table inet ").append(table.name()).append('\n');
        out.append("delete table inet ").append(table.name()).append('\n');
        out.append("table inet ").append(table.name()).append(" {\n");
        table.sets().forEach(set -> set(out, set));
        table.chains().forEach(chain -> chain(out, chain));
        return out.append("}\n").toString();
    }

    private static void set(StringBuilder out, NftSet set) {
        out.append("\tset ").append(set.name()).append(" {\n\t\ttype ").append(set.type());
        out.append('\n');
        if (set.interval()) {
            out.append("\t\tflags interval\n\t\tauto-merge\n");
        }
        if (!set.elements().isEmpty()) {
            out.append("\t\telements = { ").append(String.join(", ", set.elements()));
            out.append(" }\n");
        }
        out.append("\t}\n");
    }

    private static void chain(StringBuilder out, NftChain chain) {
        out.append("\tchain ").append(chain.name()).append(" {\n");
        if (!chain.hook().isEmpty()) {
            out.append("\t\t").append(chain.hook()).append('\n');
        }
        chain.rules().forEach(rule -> out.append("\t\t").append(rule).append('\n'));
        out.append("\t}\n");
    }
}
