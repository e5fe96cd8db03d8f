using FunctionsAgent.Storage;
using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Pipeline;

/// <summary>Reads <see cref="PipelineOptions"/> from section <c>Pipeline</c>; a value that is none is an error that names the setting.</summary>
public static class PipelineSettings
{
    public static PipelineOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Pipeline");
        var options = new PipelineOptions();
        if (section["RunAhead"] is { Length: > 0 } text)
            options.RunAhead = Enum.TryParse<RunAhead>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value
                : throw new SettingException($"Setting Pipeline__RunAhead is \"{text}\"; it takes waiting, always or never.");
        if (section["BackOffSeconds"] is { Length: > 0 } seconds)
            options.BackOff = int.TryParse(seconds, out var s) && s is >= 0 and <= 600 ? TimeSpan.FromSeconds(s)
                : throw new SettingException($"Setting Pipeline__BackOffSeconds is \"{seconds}\"; it takes 0 to 600.");
        return options;
    }
}
