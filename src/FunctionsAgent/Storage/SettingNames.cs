namespace FunctionsAgent.Storage;

/// <summary>
/// The names of <see cref="SettingTable"/>, as environment variables; <c>{…}</c> stands for a name of the operator's choice.
/// The infrastructure and the sample settings file are held to this list, and this list to the options classes.
/// </summary>
public static class SettingNames
{
    public static IReadOnlyList<string> All { get; } = [.. SettingTable.All.Select(setting => setting.Name)];

    /// <summary>Whether a name is one of <see cref="All"/>, with any text at a <c>{…}</c>.</summary>
    public static bool Knows(string name) => SettingTable.Find(name) is not null;
}
