namespace FunctionsAgent.Storage;

/// <summary>One setting: a line of <see cref="SettingTable"/>.</summary>
/// <param name="Name">As an environment variable; <c>{…}</c> stands for a name of the operator's choice.</param>
/// <param name="Meaning">One line for people.</param>
/// <param name="Default">What holds where it is not set; null: nothing does.</param>
public sealed record Setting(string Name, SettingForm Form, string Meaning, string? Default = null)
{
    /// <summary>Whether a name is this one, with any text at a <c>{…}</c>.</summary>
    public bool Matches(string name)
    {
        var (pattern, parts) = (Name.Split("__"), name.Split("__"));
        return pattern.Length == parts.Length
            && pattern.Zip(parts).All(pair => pair.Second.Length > 0 && (pair.First[0] == '{' || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>Null for a value it takes; else a sentence that names the setting and what it takes. A secret is never repeated.</summary>
    public string? Problem(string name, string value)
    {
        if (value.StartsWith(KeyVaultReference, StringComparison.OrdinalIgnoreCase))
            return $"Setting {name} is a Key Vault reference that was not resolved: the platform could not read the secret.";
        if (Form.Accepts(value.Trim())) return null;
        return Form.Secret ? $"Setting {name} has a value that cannot be ({value.Length} characters); it takes {Form.Takes}." : $"Setting {name} is \"{Shown(value)}\"; it takes {Form.Takes}.";
    }

    private const string KeyVaultReference = "@Microsoft.KeyVault(";
    private const int MostShown = 100;

    private static string Shown(string value) => value.Length <= MostShown ? value : value[..MostShown] + "…";
}
