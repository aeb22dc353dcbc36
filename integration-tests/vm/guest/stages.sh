# The cases of the eBPF stages by BPF_PROG_TEST_RUN.
/opt/vibrissa/datapath_test /opt/vibrissa/objects
