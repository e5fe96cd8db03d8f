using System.Globalization;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Pipeline;

/// <summary>Reads <see cref="PipelineOptions"/> from section <c>Pipeline</c>.</summary>
public static class PipelineSettings
{
    /// <exception cref="SettingException">A value that is none; the message names the setting.</exception>
    public static PipelineOptions Read(IConfiguration configuration) => new()
    {
        RunAhead = Enum.Parse<RunAhead>(SettingTable.Value(configuration, "Pipeline__RunAhead")!, ignoreCase: true),
        BackOff = TimeSpan.FromSeconds(int.Parse(SettingTable.Value(configuration, "Pipeline__BackOffSeconds")!, CultureInfo.InvariantCulture)),
    };
}
