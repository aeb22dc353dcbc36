package org.vibrissa.bpf.internal.kernel;

/** Commands of bpf(2), as in linux/bpf.h. */
final class Command {
    static final int MAP_CREATE = 0;
    static final int MAP_LOOKUP_ELEM = 1;
    static final int MAP_UPDATE_ELEM = 2;
    static final int MAP_DELETE_ELEM = 3;
    static final int MAP_GET_NEXT_KEY = 4;
    static final int PROG_LOAD = 5;
    static final int OBJ_PIN = 6;
    static final int OBJ_GET = 7;
    static final int PROG_TEST_RUN = 10;
    static final int PROG_GET_NEXT_ID = 11;
    static final int MAP_GET_NEXT_ID = 12;
    static final int PROG_GET_FD_BY_ID = 13;
    static final int MAP_GET_FD_BY_ID = 14;
    static final int OBJ_GET_INFO_BY_FD = 15;
    static final int BTF_GET_FD_BY_ID = 19;
    static final int BTF_GET_NEXT_ID = 23;
    static final int MAP_LOOKUP_BATCH = 24;
    static final int MAP_UPDATE_BATCH = 26;
    static final int MAP_DELETE_BATCH = 27;
    static final int LINK_CREATE = 28;
    static final int LINK_UPDATE = 29;
    static final int LINK_GET_FD_BY_ID = 30;
    static final int LINK_GET_NEXT_ID = 31;
    static final int ENABLE_STATS = 32;
    static final int LINK_DETACH = 34;

    private Command() {}
}
