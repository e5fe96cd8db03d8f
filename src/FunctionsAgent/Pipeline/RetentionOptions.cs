using System.Globalization;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Pipeline;

/// <summary>Settings <c>Retention__{table}</c>: whole days; null: kept until somebody erases it.</summary>
/// <param name="Conversations">Since anybody last said something in a conversation.</param>
/// <param name="Parked">Since a message was last parked.</param>
/// <param name="RollUps">Age of a day's figures.</param>
/// <param name="Audit">Age of what happened to agents' registrations.</param>
public sealed record RetentionOptions(int? Conversations = null, int? Parked = null, int? RollUps = null, int? Audit = null)
{
    /// <exception cref="SettingException">A value that is none; the message names the setting.</exception>
    public static RetentionOptions Read(IConfiguration configuration)
    {
        return new(Days(nameof(Conversations)), Days(nameof(Parked)), Days(nameof(RollUps)), Days(nameof(Audit)));

        int? Days(string table) => int.TryParse(SettingTable.Value(configuration, $"Retention__{table}"), CultureInfo.InvariantCulture, out var days) ? days : null;
    }
}
