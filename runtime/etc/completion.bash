# Completion of vibrissa for bash: asked of the running daemon, which knows every bundle's commands.
_vibrissa_load() {
	local script
	if script=$(vibrissa completion bash 2>/dev/null) && [ -n "$script" ]; then
		eval "$script"
		return 124
	fi
	COMPREPLY=($(compgen -W "run down version help" -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _vibrissa_load vibrissa
