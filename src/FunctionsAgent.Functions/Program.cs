using FunctionsAgent.Evaluation;
using FunctionsAgent.Functions.Azure;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RetailSupportCode;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();

// The largest mail a provider forwards: 30 MB of attachments, in base64, with headers.
builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = 45_000_000);
builder.Services.AddFunctionsAgent(builder.Configuration, [RetailSupportCodeAgent.Package]);
builder.Services.AddReview();
builder.Services.AddAzureStores(builder.Configuration);
// The host exports the worker's log lines itself.
builder.Services.AddTelemetry(builder.Configuration, logs: false);

builder.Build().Run();
