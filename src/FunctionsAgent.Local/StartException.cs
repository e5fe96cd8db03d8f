using System;

namespace FunctionsAgent.Local;

/// <summary>The program cannot start as it was asked to. The message says what to do; the command line exits with 2.</summary>
public sealed class StartException(string message, Exception? inner = null) : Exception(message, inner);
