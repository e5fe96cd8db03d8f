namespace FunctionsAgent.Storage;

/// <summary>A setting has a value that cannot be: the message names the setting, the value's trouble, and what it takes.</summary>
public sealed class SettingException(string message) : Exception(message);
